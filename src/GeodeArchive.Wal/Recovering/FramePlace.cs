namespace GeodeArchive.Wal.Recovering;

/// <summary>A valid frame with records.</summary>
/// <param name="Segment">Number of its segment.</param>
/// <param name="Offset">Where it is in the file.</param>
/// <param name="Before">What it goes on from.</param>
internal readonly record struct FramePlace(long Segment, long Offset, LogEnd Before);
