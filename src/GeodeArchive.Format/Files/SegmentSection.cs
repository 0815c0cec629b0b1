using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>What the header of a segment says beyond every header. See format-spec/segment.md.</summary>
/// <param name="SegmentKind">What its blocks hold.</param>
public sealed record SegmentSection(SegmentKind SegmentKind) : FileKindSection
{
    /// <inheritdoc/>
    public override ArchiveFileKind Kind => ArchiveFileKind.Segment;

    internal override int End => SegmentSectionLayout.End;

    internal static SegmentSection Read(ReadOnlySpan<byte> header, Place place)
    {
        ushort kind = BinaryPrimitives.ReadUInt16LittleEndian(header[SegmentSectionLayout.SegmentKindOffset..]);
        place.RequireRange(kind, (long)SegmentKind.Data, (long)SegmentKind.Metadata, "segment_kind");
        return new SegmentSection((SegmentKind)kind);
    }

    internal override void Write(Span<byte> header) =>
        BinaryPrimitives.WriteUInt16LittleEndian(header[SegmentSectionLayout.SegmentKindOffset..], (ushort)SegmentKind);

    internal override void Validate(FileHeader header, Place place) =>
        place.Require(SegmentKind is SegmentKind.Data or SegmentKind.Metadata, FormatError.BadValue, "segment_kind is unknown");
}
