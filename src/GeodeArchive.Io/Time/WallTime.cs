namespace GeodeArchive.Io.Time;

/// <summary>Wall time as the formats keep it: nanoseconds since 1970-01-01 UTC.</summary>
public static class WallTime
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Now.</summary>
    public static long Now(TimeProvider clock) => FromDateTime(clock.GetUtcNow());

    /// <summary>A moment in nanoseconds.</summary>
    public static long FromDateTime(DateTimeOffset moment) =>
        checked((moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * NanosecondsPerTick);

    /// <summary>Nanoseconds as a moment, rounded down to 100 ns.</summary>
    public static DateTimeOffset ToDateTime(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.DivRem(nanoseconds, NanosecondsPerTick).Quotient);
}
