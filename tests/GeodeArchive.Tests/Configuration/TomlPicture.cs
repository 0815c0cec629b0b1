using System.Globalization;
using System.Text;
using GeodeArchive.Configuration.Toml;

namespace GeodeArchive.Tests.Configuration;

/// <summary>A document's content, each value with its type, one a line and indented.</summary>
internal static class TomlPicture
{
    public static string Of(TomlTable table)
    {
        StringBuilder text = new();
        Write(text, table, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, TomlTable table, int depth)
    {
        text.Append('{');
        foreach (TomlEntry entry in table.Entries)
        {
            Line(text, depth + 1).Append(TomlText.Quote(entry.Name)).Append(": ");
            Write(text, entry.Value, depth + 1);
        }

        _ = table.Entries.Count > 0 ? Line(text, depth).Append('}') : text.Append('}');
    }

    private static void Write(StringBuilder text, TomlValue value, int depth)
    {
        switch (value.Kind)
        {
            case TomlKind.Table:
                Write(text, value.AsTable(), depth);
                break;
            case TomlKind.Array:
                text.Append('[');
                foreach (TomlValue element in value.AsArray())
                {
                    Write(Line(text, depth + 1), element, depth + 1);
                }

                _ = value.AsArray().Count > 0 ? Line(text, depth).Append(']') : text.Append(']');
                break;
            case TomlKind.Float:
                text.Append("Float ").Append(TomlText.Show(value.AsFloat()));
                break;
            case TomlKind.Integer:
                text.Append("Integer ").Append(value.AsInteger().ToString(CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{value.Kind} {TomlText.Show(value)}");
                break;
        }
    }

    private static StringBuilder Line(StringBuilder text, int depth) => text.Append('\n').Append(' ', 2 * depth);
}
