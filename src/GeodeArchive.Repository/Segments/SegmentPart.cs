using GeodeArchive.Io.Buffers;

namespace GeodeArchive.Repository.Segments;

/// <summary>A filled buffer on its way to the store.</summary>
/// <param name="Segment">Where it belongs.</param>
/// <param name="Buffer">The bytes; given back to the pool when they are written.</param>
/// <param name="Length">How many of them count.</param>
/// <param name="IsLast">The segment is complete with it.</param>
internal sealed record SegmentPart(OpenSegment Segment, AlignedBuffer Buffer, int Length, bool IsLast);
