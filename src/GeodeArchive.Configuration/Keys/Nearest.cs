namespace GeodeArchive.Configuration.Keys;

/// <summary>Finds what was probably meant.</summary>
internal static class Nearest
{
    private const int LengthMax = 200;

    /// <summary>"did you mean X?", or null if nothing is near.</summary>
    public static string? Hint(string text, IEnumerable<string> known)
    {
        var best = text.Length > LengthMax ? null : known.MinBy(candidate => Distance(text, candidate));
        return best is not null && Distance(text, best) <= Math.Max(2, best.Length / 4) ? $"did you mean {best}?" : null;
    }

    /// <summary>
    /// Letters to add, remove, change, or swap with their neighbour, to get from one to the other (optimal string alignment).
    /// </summary>
    private static int Distance(string from, string to)
    {
        var before = new int[to.Length + 1];
        var last = new int[to.Length + 1];
        var row = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[to.Length];
    }
}
