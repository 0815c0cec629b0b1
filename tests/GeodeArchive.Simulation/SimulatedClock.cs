using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation;

/// <summary>
/// Time that passes only by what the simulation does. Wall time can be set, also backwards; elapsed time cannot.
/// </summary>
public sealed class SimulatedClock : TimeProvider
{
    private const int NanosecondsPerTick = 100;

    private DateTimeOffset _start;

    /// <summary>Starts at a wall time.</summary>
    public SimulatedClock(DateTimeOffset start) => _start = start;

    /// <summary>Where simulated time begins, unless something else is given.</summary>
    public static DateTimeOffset DefaultStart { get; } = new(2026, 1, 25, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Time since the start of the run.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The wall time as a file's time.</summary>
    public FileTime FileTime => ToFileTime(GetUtcNow());

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => Elapsed.Ticks;

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        Elapsed += duration;
    }

    /// <summary>Sets the wall clock forward or back, as an operator or a time server does. Elapsed time does not notice.</summary>
    public void StepWallTime(TimeSpan step) => _start += step;

    /// <summary>
    /// Not to be had: it would run the callback where the scheduler cannot see it. Workers wait at gates with a time limit.
    /// </summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException(
            "A timer runs on the thread pool, which a simulation does not control. Wait at a gate with a time limit.");

    internal static FileTime ToFileTime(DateTimeOffset time)
    {
        var (seconds, ticks) = Math.DivRem((time - DateTimeOffset.UnixEpoch).Ticks, TimeSpan.TicksPerSecond);
        return ticks < 0
            ? new FileTime(seconds - 1, (int)(ticks + TimeSpan.TicksPerSecond) * NanosecondsPerTick)
            : new FileTime(seconds, (int)ticks * NanosecondsPerTick);
    }
}
