using System.Buffers.Binary;
using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Mutating;

/// <summary>
/// Makes sums of damaged structures of a log right again, in place, as <see cref="ChecksumRepair"/> does for those of an archive.
/// </summary>
public static class LogRepair
{
    private static readonly StructureField SegmentSum = FieldPlaces.Named(StructureFields.LogSegmentHeader, "header_checksum");
    private static readonly StructureField FrameSum = FieldPlaces.Named(StructureFields.LogFrameHeader, "header_checksum");
    private static readonly StructureField PreviousSum = FieldPlaces.Named(StructureFields.LogFrameHeader, "previous_sum");
    private static readonly StructureField PayloadSize = FieldPlaces.Named(StructureFields.LogFrameHeader, "payload_size");
    private static readonly StructureField PayloadSum = FieldPlaces.Named(StructureFields.LogFrameHeader, "payload_sum");
    private static readonly StructureField TimelineSum = FieldPlaces.Named(StructureFields.LogTimeline, "timeline_checksum");
    private static readonly StructureField CoveredSum = FieldPlaces.Named(StructureFields.LogCovered, "covered_checksum");
    private static readonly StructureField FooterSum = FieldPlaces.Named(StructureFields.LogFooterHeader, "footer_checksum");
    private static readonly StructureField FooterStart = FieldPlaces.Named(StructureFields.LogFooterHeader, "salt");
    private static readonly StructureField GranuleCount = FieldPlaces.Named(StructureFields.LogFooterHeader, "granule_count");

    /// <summary>The checksum of a segment's header.</summary>
    public static void SegmentHeader(Span<byte> bytes) => Fix(bytes, SegmentSum, 0, SegmentSum.Offset);

    /// <summary>The checksum of a frame's header.</summary>
    public static void FrameHeader(Span<byte> bytes) => Fix(bytes, FrameSum, PayloadSize.Offset, LogFrameHeader.Size);

    /// <summary>The sums of a frame, as far as its records are there.</summary>
    /// <returns>Where it ends.</returns>
    public static int Frame(Span<byte> bytes)
    {
        if (bytes.Length < LogFrameHeader.Size)
        {
            return bytes.Length;
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[PayloadSize.Offset..]);
        var end = (int)Math.Min(LogFrameHeader.Size + (long)size, bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[PayloadSum.Offset..], Crc32C.Compute(bytes[LogFrameHeader.Size..end]));
        FrameHeader(bytes);
        return end;
    }

    /// <summary>All sums of a segment from its header on: those of the frames, as long as one follows the other, and the chain.</summary>
    public static void Segment(Span<byte> file)
    {
        SegmentHeader(file);
        var at = LogSegmentHeader.Size;
        uint? sum = null;
        while (at + LogFrameHeader.Size <= file.Length && file[at..].StartsWith(LogFrameHeader.Magic))
        {
            var frame = file[at..];
            if (sum is { } before)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(frame[PreviousSum.Offset..], before);
            }

            at += Math.Max(LogLimits.PageSize, LogLimits.ToPages(Frame(frame)));
            sum = LogFrameHeader.SumOf(frame);
        }
    }

    /// <summary>The checksum of a timeline.</summary>
    public static void Timeline(Span<byte> bytes) => Fix(bytes, TimelineSum, 0, TimelineSum.Offset);

    /// <summary>The checksum of a covered note.</summary>
    public static void Covered(Span<byte> bytes) => Fix(bytes, CoveredSum, 0, CoveredSum.Offset);

    /// <summary>The checksum of a footer, as far as its granules are there.</summary>
    public static void Footer(Span<byte> bytes)
    {
        if (bytes.Length >= LogFooter.HeaderSize)
        {
            var count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[GranuleCount.Offset..]);
            var end = (int)Math.Min(LogFooter.HeaderSize + ((long)count * LogGranule.Size), bytes.Length);
            Fix(bytes, FooterSum, FooterStart.Offset, end);
        }
    }

    private static void Fix(Span<byte> bytes, StructureField sum, int from, int to)
    {
        if (bytes.Length >= Math.Max(to, sum.End))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[sum.Offset..], Crc32C.Compute(bytes[from..to]));
        }
    }
}
