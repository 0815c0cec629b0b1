using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>An object in the footer of a later one of its group. See format-spec/wal-archive.md.</summary>
/// <param name="Granule">Where it starts, which is its name, and its times and XIDs.</param>
/// <param name="EndLsn">Where its records end.</param>
/// <param name="FileSize">Its length, in bytes.</param>
/// <param name="PointCount">Recovery points in it.</param>
/// <param name="RootHash">That of its trailer.</param>
public readonly record struct LogObjectEntry(LogGranule Granule, Lsn EndLsn, long FileSize, int PointCount, Hash256 RootHash)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogObjectEntryLayout.Size;

    internal static LogObjectEntry Read(ReadOnlySpan<byte> bytes, Place place)
    {
        uint pointCount = BinaryPrimitives.ReadUInt32LittleEndian(bytes[LogObjectEntryLayout.PointCountOffset..]);
        place.RequireRange(pointCount, 0, int.MaxValue, "point_count");
        long fileSize = place.Signed(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogObjectEntryLayout.FileSizeOffset..]), "file_size");
        place.RequireReserved(bytes.Slice(LogObjectEntryLayout.ReservedOffset, LogObjectEntryLayout.ReservedSize), "reserved");
        return new LogObjectEntry(
            LogGranule.Read(bytes[LogObjectEntryLayout.GranuleOffset..], place),
            new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogObjectEntryLayout.EndLsnOffset..])),
            fileSize,
            (int)pointCount,
            Hash256.Read(bytes[LogObjectEntryLayout.RootHashOffset..]));
    }

    internal void Write(Span<byte> bytes)
    {
        Granule.Write(bytes[LogObjectEntryLayout.GranuleOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogObjectEntryLayout.EndLsnOffset..], EndLsn.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LogObjectEntryLayout.FileSizeOffset..], FileSize);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[LogObjectEntryLayout.PointCountOffset..], PointCount);
        bytes.Slice(LogObjectEntryLayout.ReservedOffset, LogObjectEntryLayout.ReservedSize).Clear();
        RootHash.Write(bytes[LogObjectEntryLayout.RootHashOffset..]);
    }
}
