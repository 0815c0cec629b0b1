using System.Globalization;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>Moments for people, in UTC, with all nanoseconds that there are.</summary>
internal static class TimeText
{
    private const long NanosecondsOfSecond = 1_000_000_000;

    /// <summary>Nanoseconds since 1970; the first and the last moment stand for none.</summary>
    public static string FromNanoseconds(long nanoseconds)
    {
        if (nanoseconds is long.MinValue or long.MaxValue)
        {
            return "none";
        }

        var seconds = Math.DivRem(nanoseconds, NanosecondsOfSecond, out var rest);
        return rest < 0 ? FromSeconds(seconds - 1, rest + NanosecondsOfSecond) : FromSeconds(seconds, rest);
    }

    /// <summary>Seconds since 1970, and nanoseconds after them.</summary>
    public static string FromSeconds(long seconds, long nanoseconds)
    {
        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return string.Create(CultureInfo.InvariantCulture, $"{seconds}.{nanoseconds:d9} s since 1970");
        }

        var moment = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{moment:yyyy-MM-dd HH:mm:ss}.{nanoseconds:d9} UTC");
    }
}
