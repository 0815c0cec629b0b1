namespace GeodeArchive.Io.Linux.Rings;

/// <summary>A stretch of a transfer that is one request to the kernel.</summary>
/// <param name="Transfer">The transfer.</param>
/// <param name="Start">Where in the transfer it starts.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct RingPiece(RingTransfer Transfer, int Start, int Length);
