using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>What the header of a WAL archive says beyond every header. See format-spec/wal-archive.md.</summary>
/// <param name="DatabaseId">Whose log it keeps; not zero.</param>
/// <param name="GroupSize">Objects of a group.</param>
public sealed record LogArchiveSection(DatabaseId DatabaseId, int GroupSize) : FileKindSection
{
    /// <inheritdoc/>
    public override ArchiveFileKind Kind => ArchiveFileKind.LogArchive;

    internal override int End => LogArchiveSectionLayout.End;

    internal static LogArchiveSection Read(ReadOnlySpan<byte> header) => new(
        DatabaseId.Read(header[LogArchiveSectionLayout.DatabaseIdOffset..]),
        BinaryPrimitives.ReadUInt16LittleEndian(header[LogArchiveSectionLayout.GroupSizeOffset..]));

    internal override void Write(Span<byte> header)
    {
        DatabaseId.Write(header[LogArchiveSectionLayout.DatabaseIdOffset..]);
        BinaryPrimitives.WriteUInt16LittleEndian(header[LogArchiveSectionLayout.GroupSizeOffset..], (ushort)GroupSize);
    }

    internal override void Validate(FileHeader header, Place place)
    {
        place.Require(!DatabaseId.IsZero, FormatError.BadValue, "database_id is zero");
        place.RequireRange(GroupSize, 1, LogArchiveLimits.GroupSizeMax, "group_size");
    }
}
