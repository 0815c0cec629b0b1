namespace GeodeArchive.Wal.Calibrating;

/// <summary>What one way to make a small write durable costs on a file system.</summary>
/// <param name="Mode">The way.</param>
/// <param name="Count">Writes measured.</param>
/// <param name="Median">Half of them were faster.</param>
/// <param name="Percentile99">All but one in a hundred were faster.</param>
/// <param name="PerSecond">Writes one after the other, in a second.</param>
public sealed record SyncMeasurement(SyncMode Mode, int Count, TimeSpan Median, TimeSpan Percentile99, double PerSecond);
