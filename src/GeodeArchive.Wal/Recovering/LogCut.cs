namespace GeodeArchive.Wal.Recovering;

/// <summary>Where a torn tail was cut: what followed was never acknowledged.</summary>
/// <param name="File">The segment.</param>
/// <param name="Offset">The first frame that is not valid.</param>
/// <param name="Reason">Why it is not.</param>
public sealed record LogCut(string File, long Offset, string Reason);
