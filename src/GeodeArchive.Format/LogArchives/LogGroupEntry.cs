using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>A whole group in the footer of the last object of it or of a later one. See format-spec/wal-archive.md.</summary>
/// <param name="Granule">Where it starts, and its times and XIDs.</param>
/// <param name="EndLsn">Where its records end.</param>
/// <param name="LastStartLsn">Where its last object starts, which is that one's name.</param>
/// <param name="PointCount">Recovery points in it.</param>
public readonly record struct LogGroupEntry(LogGranule Granule, Lsn EndLsn, Lsn LastStartLsn, long PointCount)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogGroupEntryLayout.Size;

    internal static LogGroupEntry Read(ReadOnlySpan<byte> bytes, Place place) => new(
        LogGranule.Read(bytes[LogGroupEntryLayout.GranuleOffset..], place),
        new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogGroupEntryLayout.EndLsnOffset..])),
        new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogGroupEntryLayout.LastStartLsnOffset..])),
        place.Signed(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogGroupEntryLayout.PointCountOffset..]), "point_count"));

    internal void Write(Span<byte> bytes)
    {
        Granule.Write(bytes[LogGroupEntryLayout.GranuleOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogGroupEntryLayout.EndLsnOffset..], EndLsn.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogGroupEntryLayout.LastStartLsnOffset..], LastStartLsn.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LogGroupEntryLayout.PointCountOffset..], PointCount);
    }
}
