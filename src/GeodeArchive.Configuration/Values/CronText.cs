using System.Globalization;

namespace GeodeArchive.Configuration.Values;

/// <summary>The five fields of a cron schedule: minute, hour, day of the month, month, day of the week.</summary>
internal static class CronText
{
    private static readonly (string Name, int Least, int Most)[] Fields =
        [("minute", 0, 59), ("hour", 0, 23), ("day of the month", 1, 31), ("month", 1, 12), ("day of the week", 0, 7)];

    /// <summary>Whether it is a schedule: numbers, ranges, lists, * and steps.</summary>
    public static bool IsValid(string text, out string reason)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length)
        {
            reason = $"has {parts.Length} fields in place of five: minute, hour, day of the month, month, day of the week";
            return false;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            var (name, least, most) = Fields[i];
            if (!parts[i].Split(',').All(item => IsItem(item, least, most)))
            {
                reason = $"has '{parts[i]}' for the {name}, which is from {least} to {most}";
                return false;
            }
        }

        reason = string.Empty;
        return true;
    }

    private static bool IsItem(string item, int least, int most)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && !IsNumber(item.AsSpan(slash + 1), 1, most))
        {
            return false;
        }

        var range = slash < 0 ? item : item[..slash];
        if (range == "*")
        {
            return true;
        }

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        return dash < 0
            ? IsNumber(range, least, most)
            : IsNumber(range.AsSpan(0, dash), least, most) && IsNumber(range.AsSpan(dash + 1), least, most)
                && Number(range.AsSpan(0, dash)) <= Number(range.AsSpan(dash + 1));
    }

    private static bool IsNumber(ReadOnlySpan<char> text, int least, int most) =>
        text.Length is 1 or 2 && text.IndexOfAnyExceptInRange('0', '9') < 0 && Number(text) >= least && Number(text) <= most;

    private static int Number(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
