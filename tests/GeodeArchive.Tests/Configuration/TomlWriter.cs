using System.Globalization;
using System.Text;
using GeodeArchive.Configuration.Toml;

namespace GeodeArchive.Tests.Configuration;

/// <summary>Makes a random document, and what <see cref="TomlPicture"/> shows of it. It shares no code with the reader.</summary>
internal sealed class TomlWriter(int seed)
{
    private const int DepthMax = 4;

    private static readonly string[] Texts = ["", "a", "it's", "say \"hi\"", "C:\\x", "\u00e9\U0001F600", "tab\there", "two\nlines", "end\"\"", "\u0001\u007f", "x'''y"];

    private readonly Random _random = new(seed);
    private int _names;

    public string Write(out string document)
    {
        StringBuilder text = new();
        StringBuilder picture = new("{");
        WriteBody(text, picture, string.Empty, 1);
        int sections = _random.Next(4);
        for (int i = 0; i < sections; i++)
        {
            WriteSection(text, picture);
        }

        document = text.ToString();
        return (picture.Length > 1 ? picture.Append("\n}") : picture.Append('}')).ToString();
    }

    private void WriteSection(StringBuilder text, StringBuilder picture)
    {
        string name = Name(out string shown);
        bool isArray = _random.Next(3) == 0;
        int count = isArray ? _random.Next(1, 4) : 1;
        picture.Append(CultureInfo.InvariantCulture, $"\n  {shown}: {(isArray ? "[" : string.Empty)}");
        for (int i = 0; i < count; i++)
        {
            text.Append(Blank()).Append(isArray ? "[[" : "[").Append(Blank()).Append(name).Append(Blank()).Append(isArray ? "]]" : "]").Append(End());
            int depth = isArray ? 2 : 1;
            picture.Append(isArray ? "\n    {" : "{");
            int before = picture.Length;
            WriteBody(text, picture, string.Empty, depth + 1);
            picture.Append(picture.Length > before ? "\n" + new string(' ', 2 * depth) + "}" : "}");
        }

        picture.Append(isArray ? "\n  ]" : string.Empty);
    }

    private void WriteBody(StringBuilder text, StringBuilder picture, string prefix, int depth)
    {
        int count = _random.Next(4);
        for (int i = 0; i < count; i++)
        {
            string name = Name(out string shown);
            picture.Append('\n').Append(' ', 2 * depth).Append(shown).Append(": ");
            if (prefix.Length == 0 && _random.Next(6) == 0)
            {
                // Dotted: a table of which each key is written in full.
                picture.Append('{');
                int before = picture.Length;
                WriteBody(text, picture, name + Blank() + ".", depth + 1);
                if (picture.Length == before)
                {
                    text.Append(name).Append(".z = 1\n");
                    picture.Append('\n').Append(' ', 2 * depth + 2).Append("\"z\": Integer 1");
                }

                picture.Append('\n').Append(' ', 2 * depth).Append('}');
                continue;
            }

            text.Append(Blank()).Append(prefix).Append(name).Append(Blank()).Append('=').Append(Blank());
            WriteValue(text, picture, depth, isOneLine: false);
            text.Append(End());
        }
    }

    private void WriteValue(StringBuilder text, StringBuilder picture, int depth, bool isOneLine)
    {
        switch (_random.Next(depth < DepthMax ? 8 : 6))
        {
            case 0:
                WriteText(text, picture, isOneLine);
                break;
            case 1:
                long whole = _random.Next(3) == 0 ? _random.NextInt64() : _random.Next(-20, 20);
                text.Append(WrittenAs(whole));
                picture.Append(CultureInfo.InvariantCulture, $"Integer {whole}");
                break;
            case 2:
                double number = _random.Next(5) == 0 ? double.PositiveInfinity : Math.Round(_random.NextDouble() * 1e6, 3);
                text.Append(double.IsInfinity(number) ? "+inf" : number.ToString("E16", CultureInfo.InvariantCulture));
                picture.Append("Float ").Append(TomlText.Show(number));
                break;
            case 3:
                bool flag = _random.Next(2) == 0;
                text.Append(flag ? "true" : "false");
                picture.Append(flag ? "Boolean true" : "Boolean false");
                break;
            case 4:
                DateTime time = new DateTime(1, 1, 1).AddSeconds(_random.NextInt64(300_000_000_000));
                text.Append(time.ToString(_random.Next(2) == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)).Append("-08:30");
                picture.Append(CultureInfo.InvariantCulture, $"OffsetDateTime {time:yyyy-MM-ddTHH:mm:ss}-08:30");
                break;
            case 5:
                DateTime day = new DateTime(1, 1, 1).AddDays(_random.Next(3_000_000));
                text.Append(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                picture.Append(CultureInfo.InvariantCulture, $"LocalDate {day:yyyy-MM-dd}");
                break;
            case 6:
                WriteArray(text, picture, depth, isOneLine);
                break;
            default:
                WriteInlineTable(text, picture, depth);
                break;
        }
    }

    private string WrittenAs(long value) => _random.Next(4) switch
    {
        0 when value >= 0 => "0x" + value.ToString("x", CultureInfo.InvariantCulture),
        1 when value >= 0 => "0b" + Convert.ToString(value, 2),
        2 when value >= 0 => "+" + value.ToString(CultureInfo.InvariantCulture),
        _ => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '_'),
    };

    private void WriteArray(StringBuilder text, StringBuilder picture, int depth, bool isOneLine)
    {
        int count = _random.Next(4);
        text.Append('[');
        picture.Append('[');
        for (int i = 0; i < count; i++)
        {
            text.Append(i > 0 ? "," : string.Empty).Append(isOneLine ? Blank() : End());
            picture.Append('\n').Append(' ', 2 * depth + 2);
            WriteValue(text, picture, depth + 1, isOneLine);
        }

        text.Append(!isOneLine && count > 0 && _random.Next(2) == 0 ? ",\n]" : "]");
        picture.Append(count > 0 ? "\n" + new string(' ', 2 * depth) + "]" : "]");
    }

    private void WriteInlineTable(StringBuilder text, StringBuilder picture, int depth)
    {
        int count = _random.Next(3);
        text.Append('{');
        picture.Append('{');
        for (int i = 0; i < count; i++)
        {
            string name = Name(out string shown);
            text.Append(i > 0 ? "," : string.Empty).Append(Blank()).Append(name).Append(Blank()).Append('=').Append(Blank());
            picture.Append('\n').Append(' ', 2 * depth + 2).Append(shown).Append(": ");
            WriteValue(text, picture, depth + 1, isOneLine: true);
        }

        text.Append(Blank()).Append('}');
        picture.Append(count > 0 ? "\n" + new string(' ', 2 * depth) + "}" : "}");
    }

    private void WriteText(StringBuilder text, StringBuilder picture, bool isOneLine)
    {
        string value = Texts[_random.Next(Texts.Length)];
        picture.Append("String ").Append(TomlText.Quote(value));
        bool isPlain = !value.Any(letter => letter is < ' ' and not '\t' or '\u007f');
        if (isPlain && !value.Contains('\'', StringComparison.Ordinal) && _random.Next(2) == 0)
        {
            text.Append('\'').Append(value).Append('\'');
        }
        else if (isPlain && !isOneLine && !value.Contains('\\', StringComparison.Ordinal) && _random.Next(2) == 0)
        {
            text.Append("\"\"\"\n").Append(value).Append("\"\"\"");
        }
        else
        {
            text.Append('"').Append(string.Concat(value.Select(Escaped))).Append('"');
        }
    }

    private string Escaped(char letter) => letter switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        _ when letter < ' ' || letter == '\u007f' || (!char.IsSurrogate(letter) && _random.Next(4) == 0) =>
            string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
        _ => letter.ToString(),
    };

    private string Name(out string shown)
    {
        string name = $"k{_names++}";
        string kind = _random.Next(3) switch { 0 => $"\"{name} \\u00e9\"", 1 => $"'{name}.x'", _ => name };
        shown = TomlText.Quote(kind[0] switch { '"' => $"{name} \u00e9", '\'' => $"{name}.x", _ => name });
        return kind;
    }

    private string Blank() => _random.Next(4) switch { 0 => " ", 1 => "\t ", _ => string.Empty };

    private string End() => _random.Next(4) switch { 0 => " # comment\n", 1 => "\r\n", 2 => "\n\n", _ => "\n" };
}
