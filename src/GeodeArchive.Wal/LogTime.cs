namespace GeodeArchive.Wal;

/// <summary>Wall time as the log writes it.</summary>
internal static class LogTime
{
    /// <summary>Nanoseconds since 1970-01-01 UTC.</summary>
    public static long Now(TimeProvider clock) => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
