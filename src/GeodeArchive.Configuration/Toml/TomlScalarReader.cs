using System.Globalization;

namespace GeodeArchive.Configuration.Toml;

/// <summary>Reads booleans, numbers, dates and times.</summary>
internal static class TomlScalarReader
{
    /// <summary>Reads the value that comes next.</summary>
    public static TomlValue Read(TomlCursor cursor, TomlPlace place)
    {
        var word = TakeWord(cursor);
        if (word.Length == 0)
        {
            throw cursor.Fail($"expected a value, not {cursor.Show()}", "text is written in quotes");
        }

        if (word is "true" or "false")
        {
            return TomlValue.From(place, word == "true");
        }

        if (word.Contains(':', StringComparison.Ordinal) || IsDate(word))
        {
            return TomlDateTimeReader.TryRead(word, out var time, out var reason)
                ? TomlValue.From(place, time)
                : throw cursor.Fail(place, $"'{word}' is no date or time: {reason}", "2026-01-27T14:30:00Z, 2026-01-27 or 14:30:00");
        }

        return TryReadSpecial(word, out var special)
            ? TomlValue.From(place, special)
            : char.IsAsciiDigit(word[0]) || word[0] is '+' or '-' or '.' || word.StartsWith('_')
                ? ReadNumber(cursor, place, word)
                : throw cursor.Fail(place, $"'{word}' is no value", $"text is written in quotes: \"{word}\"");
    }

    private static string TakeWord(TomlCursor cursor)
    {
        var start = cursor.Position;
        SkipWord(cursor);

        // The blank between a date and a time, in place of the T.
        if (cursor.Current == ' ' && char.IsAsciiDigit(cursor.Peek(1)) && IsDate(cursor.From(start)))
        {
            cursor.Advance();
            SkipWord(cursor);
        }

        return cursor.From(start);
    }

    private static void SkipWord(TomlCursor cursor)
    {
        while (char.IsAsciiLetterOrDigit(cursor.Current) || cursor.Current is '_' or '+' or '-' or '.' or ':')
        {
            cursor.Advance();
        }
    }

    /// <summary>Whether it begins as dates do, and numbers do not.</summary>
    private static bool IsDate(string word) => word.Length > 4 && word[4] == '-' && word.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool TryReadSpecial(string word, out double value)
    {
        value = word switch
        {
            "inf" or "+inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.NaN,
        };
        return !double.IsNaN(value) || word is "nan" or "+nan" or "-nan";
    }

    private static TomlValue ReadNumber(TomlCursor cursor, TomlPlace place, string word)
    {
        if (word.Length > 2 && word[0] == '0' && word[1] is 'x' or 'o' or 'b')
        {
            return TomlValue.From(place, ReadOfBase(cursor, place, word));
        }

        var first = word[0] is '+' or '-' ? 1 : 0;
        var at = first;
        var whole = CountDigits(word, ref at);
        if (whole > 1 && word[first] == '0')
        {
            throw cursor.Fail(place, $"'{word}' begins with a zero", "a number has no zeros before it; 0o begins an octal one");
        }

        var isFloat = false;
        var isValid = whole > 0;
        if (isValid && at < word.Length && word[at] == '.')
        {
            at++;
            isFloat = true;
            isValid = CountDigits(word, ref at) > 0;
        }

        if (isValid && at < word.Length && word[at] is 'e' or 'E')
        {
            at++;
            isFloat = true;
            at += at < word.Length && word[at] is '+' or '-' ? 1 : 0;
            isValid = CountDigits(word, ref at) > 0;
        }

        if (!isValid || at < word.Length)
        {
            throw cursor.Fail(
                place, $"'{word}' is no number", word.Contains('_', StringComparison.Ordinal) ? "'_' stands between two digits" : null);
        }

        var digits = word.Replace("_", string.Empty, StringComparison.Ordinal);
        return isFloat ? TomlValue.From(place, ReadFloat(cursor, place, digits))
            : TomlValue.From(place, ReadInteger(cursor, place, digits));
    }

    /// <summary>Goes on behind digits, and underscores between two of them.</summary>
    private static int CountDigits(string word, ref int at)
    {
        var count = 0;
        while (at < word.Length)
        {
            if (char.IsAsciiDigit(word[at]))
            {
                count++;
            }
            else if (word[at] != '_' || count == 0 || at + 1 == word.Length || !char.IsAsciiDigit(word[at - 1])
                || !char.IsAsciiDigit(word[at + 1]))
            {
                break;
            }

            at++;
        }

        return count;
    }

    private static double ReadFloat(TomlCursor cursor, TomlPlace place, string digits)
    {
        var value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? value : throw cursor.Fail(place, $"'{digits}' is more than a float can hold");
    }

    private static long ReadInteger(TomlCursor cursor, TomlPlace place, string digits) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw TooLarge(cursor, place, digits);

    private static long ReadOfBase(TomlCursor cursor, TomlPlace place, string word)
    {
        var shift = word[1] switch { 'x' => 4, 'o' => 3, _ => 1 };
        long value = 0;
        for (var i = 2; i < word.Length; i++)
        {
            if (word[i] == '_' && i > 2 && word[i - 1] != '_' && i + 1 < word.Length)
            {
                continue;
            }

            var digit = char.IsAsciiHexDigit(word[i]) ? Convert.ToInt32(word[i].ToString(), 16) : int.MaxValue;
            if (digit >= 1 << shift)
            {
                throw cursor.Fail(place, $"'{word}' is no number of base {1 << shift}");
            }

            value = value > long.MaxValue >> shift ? throw TooLarge(cursor, place, word) : (value << shift) | (long)digit;
        }

        return value;
    }

    private static ConfigurationException TooLarge(TomlCursor cursor, TomlPlace place, string word) =>
        cursor.Fail(place, $"'{word}' is more than an integer can hold", $"from {long.MinValue} to {long.MaxValue}");
}
