using System.Globalization;
using System.Text;

namespace GeodeArchive.Io.Files;

/// <summary>Shows bytes that are mostly text to people.</summary>
public static class ByteText
{
    private const int EscapeLength = 4;

    /// <summary>
    /// Decodes UTF-8; control characters, backslash and bytes that are not UTF-8 come out as <c>\xNN</c>, so that two
    /// different byte strings never look the same and no terminal is sent control sequences.
    /// </summary>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed);
            if (status == System.Buffers.OperationStatus.Done && !Rune.IsControl(rune) && rune.Value != '\\')
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (var value in bytes[..consumed])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
                }
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    /// <summary>
    /// The bytes that <see cref="Show"/> showed: UTF-8, and a byte for each <c>\xNN</c>. A backslash before anything else is itself.
    /// </summary>
    public static byte[] Parse(string text)
    {
        var bytes = new List<byte>(text.Length);
        var plain = 0;
        for (var i = text.IndexOf('\\'); i >= 0; i = text.IndexOf('\\', i))
        {
            if (i + EscapeLength <= text.Length
                && text[i + 1] == 'x'
                && byte.TryParse(text.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[plain..i]));
                bytes.Add(value);
                plain = i + EscapeLength;
                i = plain;
            }
            else
            {
                i++;
            }
        }

        bytes.AddRange(Encoding.UTF8.GetBytes(text[plain..]));
        return [.. bytes];
    }
}
