using System.Globalization;

namespace GeodeArchive.Cli.Commands;

/// <summary>
/// Reads a moment as people write it: "2026-01-27 14:30:00 UTC", RFC 3339 ("2026-01-27T14:30:00.5+02:00"), with or without seconds and a
/// fraction of up to nine digits. Without a zone it is UTC.
/// </summary>
internal static class MomentText
{
    private const int FractionDigits = 9;
    private const long NanosecondsPerTick = 100;

    private static readonly string[] Formats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm"];

    /// <summary>Nanoseconds since 1970-01-01 UTC; false if the text is no such moment.</summary>
    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var rest = text.Trim();
        if (!TryTakeZone(ref rest, out var offset) || !TryTakeFraction(ref rest, out var fraction))
        {
            return false;
        }

        if (rest.Length > 10 && rest[10] is 'T' or 't')
        {
            rest = $"{rest[..10]} {rest[11..]}";
        }

        if (!DateTime.TryParseExact(
            rest, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            return false;
        }

        var ticks = (Int128)(moment - DateTime.UnixEpoch - offset).Ticks;
        var value = (ticks * NanosecondsPerTick) + fraction;
        nanoseconds = value >= long.MinValue && value <= long.MaxValue ? (long)value : 0;
        return nanoseconds == value;
    }

    private static bool TryTakeZone(ref string text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        foreach (var name in (string[])["UTC", "Z"])
        {
            if (text.EndsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                text = text[..^name.Length].TrimEnd();
                return true;
            }
        }

        // A sign behind the date: the offset of a zone.
        var sign = text.LastIndexOfAny(['+', '-']);
        if (sign < 10)
        {
            return true;
        }

        var isOffset = TimeSpan.TryParseExact(text[(sign + 1)..], @"hh\:mm", CultureInfo.InvariantCulture, out offset);
        offset = text[sign] == '-' ? -offset : offset;
        text = text[..sign].TrimEnd();
        return isOffset;
    }

    private static bool TryTakeFraction(ref string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return true;
        }

        var digits = text[(point + 1)..];
        text = text[..point];

        // Seconds only have one: "14:30.5" is not taken for half a minute.
        return digits.Length is >= 1 and <= FractionDigits
            && text.Count(letter => letter == ':') == 2
            && long.TryParse(digits.PadRight(FractionDigits, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out nanoseconds);
    }
}
