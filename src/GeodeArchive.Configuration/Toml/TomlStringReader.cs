using System.Globalization;
using System.Text;

namespace GeodeArchive.Configuration.Toml;

/// <summary>Reads strings of all four kinds.</summary>
internal static class TomlStringReader
{
    private const string Triple = "\"\"\"";
    private const string TripleLiteral = "'''";

    /// <summary>Reads a string; the cursor is at its first quote.</summary>
    public static string Read(TomlCursor cursor)
    {
        var quote = cursor.Current;
        var start = cursor.Place;
        var isMultiline = cursor.StartsWith(quote == '"' ? Triple : TripleLiteral);
        cursor.Advance(isMultiline ? 3 : 1);
        return isMultiline ? ReadMultiline(cursor, quote, start) : ReadLine(cursor, quote, start);
    }

    private static string ReadLine(TomlCursor cursor, char quote, TomlPlace start)
    {
        var text = new StringBuilder();
        while (!cursor.TryTake(quote))
        {
            if (cursor.IsAtEnd || cursor.IsAtNewline())
            {
                throw cursor.Fail(start, "the string does not end on its line", $"end it with {quote}, or use {quote}{quote}{quote}");
            }

            ReadCharacter(cursor, quote, text);
        }

        return text.ToString();
    }

    private static string ReadMultiline(TomlCursor cursor, char quote, TomlPlace start)
    {
        var text = new StringBuilder();
        var end = quote == '"' ? Triple : TripleLiteral;
        cursor.TryTakeNewline();
        while (!cursor.StartsWith(end))
        {
            if (cursor.IsAtEnd)
            {
                throw cursor.Fail(start, "the string does not end", $"end it with {end}");
            }

            if (cursor.TryTakeNewline())
            {
                text.Append('\n');
            }
            else if (quote == '\'' || !TrySkipLineEnd(cursor))
            {
                ReadCharacter(cursor, quote, text);
            }
        }

        // One or two quotes may stand before the three that end it.
        cursor.Advance(end.Length);
        for (var extra = 0; extra < 2 && cursor.TryTake(quote); extra++)
        {
            text.Append(quote);
        }

        return text.ToString();
    }

    /// <summary>A backslash at the end of a line takes away all blanks and lines that follow.</summary>
    private static bool TrySkipLineEnd(TomlCursor cursor)
    {
        var distance = 1;
        while (cursor.Current == '\\' && cursor.Peek(distance) is ' ' or '\t')
        {
            distance++;
        }

        var isLineEnd = cursor.Current == '\\'
            && (cursor.Peek(distance) == '\n' || (cursor.Peek(distance) == '\r' && cursor.Peek(distance + 1) == '\n'));
        if (!isLineEnd)
        {
            return false;
        }

        cursor.Advance(distance);
        do
        {
            cursor.SkipBlanks();
        }
        while (cursor.TryTakeNewline());
        return true;
    }

    private static void ReadCharacter(TomlCursor cursor, char quote, StringBuilder text)
    {
        cursor.DemandNoControl("a string");
        if (quote == '"' && cursor.Current == '\\')
        {
            ReadEscape(cursor, text);
            return;
        }

        text.Append(cursor.Current);
        cursor.Advance();
    }

    private static void ReadEscape(TomlCursor cursor, StringBuilder text)
    {
        var escaped = cursor.Peek(1);
        if (escaped is 'u' or 'U')
        {
            ReadScalar(cursor, escaped == 'u' ? 4 : 8, text);
            return;
        }

        text.Append(escaped switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => throw cursor.Fail(
                char.IsControl(escaped) ? "a backslash that escapes nothing" : $"unknown escape '\\{escaped}'",
                "escapes are \\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX \\UXXXXXXXX; strings in ' have none"),
        });
        cursor.Advance(2);
    }

    private static void ReadScalar(TomlCursor cursor, int digits, StringBuilder text)
    {
        Span<char> number = stackalloc char[digits];
        for (var i = 0; i < digits; i++)
        {
            number[i] = cursor.Peek(2 + i);
        }

        if (!uint.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw cursor.Fail($"\\{cursor.Peek(1)} needs {digits} hexadecimal digits");
        }

        if (!Rune.IsValid(value))
        {
            throw cursor.Fail($"U+{value:X4} is no character");
        }

        text.Append(new Rune(value).ToString());
        cursor.Advance(2 + digits);
    }
}
