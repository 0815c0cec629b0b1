using System.Globalization;
using System.Text;

namespace GeodeArchive.Configuration.Toml;

/// <summary>Writes values as documents have them.</summary>
public static class TomlText
{
    /// <summary>A string in quotes.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                _ when char.IsControl(letter) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A key, safe to show: in quotes if it has control characters.</summary>
    public static string ShowKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Length == 0 || key.Any(char.IsControl) ? Quote(key) : key;
    }

    /// <summary>What a kind is called.</summary>
    public static string NameOf(TomlKind kind) => kind switch
    {
        TomlKind.String => "a string",
        TomlKind.Integer => "an integer",
        TomlKind.Float => "a float",
        TomlKind.Boolean => "true or false",
        TomlKind.OffsetDateTime => "a date and time with an offset",
        TomlKind.LocalDateTime => "a date and time",
        TomlKind.LocalDate => "a date",
        TomlKind.LocalTime => "a time",
        TomlKind.Array => "an array",
        TomlKind.Table => "a table",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind"),
    };

    /// <summary>A float; never one that would be read as an integer.</summary>
    public static string Show(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny(".E") >= 0 ? text : text + ".0";
    }

    /// <summary>A value on one line.</summary>
    public static string Show(TomlValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Kind switch
        {
            TomlKind.String => Quote(value.AsText()),
            TomlKind.Integer => value.AsInteger().ToString(CultureInfo.InvariantCulture),
            TomlKind.Float => Show(value.AsFloat()),
            TomlKind.Boolean => value.AsBoolean() ? "true" : "false",
            TomlKind.Array => $"[{string.Join(", ", value.AsArray().Select(Show))}]",
            TomlKind.Table => $"{{{string.Join(", ", value.AsTable().Entries.Select(Show))}}}",
            _ => value.AsDateTime().ToString(),
        };
    }

    private static string Show(TomlEntry entry) => $"{Quote(entry.Name)} = {Show(entry.Value)}";
}
