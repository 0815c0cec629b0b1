using System.Globalization;
using GeodeArchive.Io.Time;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Moments and durations as text; moments are UTC.</summary>
internal static class TimeText
{
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const int FileTimeWidth = 19;

    /// <summary>"2026-01-25 02:00:00", of nanoseconds since 1970.</summary>
    public static string OfMoment(long nanoseconds) =>
        WallTime.ToDateTime(nanoseconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>"2026-01-27 14:29:59.8712320 UTC", of nanoseconds since 1970: as fine as the clock.</summary>
    public static string OfCommit(long nanoseconds) =>
        WallTime.ToDateTime(nanoseconds).ToString("yyyy-MM-dd HH:mm:ss.fffffff 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 in UTC, as fine as the clock: "2026-01-27T14:29:59.8712320Z".</summary>
    public static string OfCommitForJson(long nanoseconds) =>
        WallTime.ToDateTime(nanoseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 with milliseconds: "2026-01-25T02:00:00.000Z".</summary>
    public static string ForJson(long nanoseconds) =>
        WallTime.ToDateTime(nanoseconds / NanosecondsPerMillisecond * NanosecondsPerMillisecond)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>"2026-01-25 02:00:00", of seconds since 1970; "@253402300800" where no calendar goes.</summary>
    public static string OfFile(long seconds) => TryOfFile(seconds, out var moment)
        ? moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"@{seconds}").PadRight(FileTimeWidth);

    /// <summary>RFC 3339 in UTC with nanoseconds; "@253402300800.000000001" where no calendar goes.</summary>
    public static string OfFileForJson(long seconds, int nanoseconds) => TryOfFile(seconds, out var moment)
        ? string.Create(CultureInfo.InvariantCulture, $"{moment:yyyy-MM-dd'T'HH:mm:ss}.{nanoseconds:d9}Z")
        : string.Create(CultureInfo.InvariantCulture, $"@{seconds}.{nanoseconds:d9}");

    /// <summary>"6.2 s", "3 min 05 s", "2 h 07 min".</summary>
    public static string OfDuration(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(59.95))
        {
            return duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
        }

        var seconds = (long)Math.Round(duration.TotalSeconds);
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60} min {seconds % 60:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h {seconds % 3600 / 60:00} min");
    }
    private static bool TryOfFile(long seconds, out DateTimeOffset moment)
    {
        var fits = seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        moment = fits ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return fits;
    }
}
