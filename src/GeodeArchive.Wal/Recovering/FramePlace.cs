using GeodeArchive.Format;

namespace GeodeArchive.Wal.Recovering;

/// <summary>A valid frame with records.</summary>
/// <param name="Segment">Number of its segment.</param>
/// <param name="Offset">Where it is in the file.</param>
/// <param name="Start">Where its records start.</param>
/// <param name="PreviousSum">The sum of the frame before it in the segment.</param>
internal readonly record struct FramePlace(long Segment, long Offset, Lsn Start, uint PreviousSum);
