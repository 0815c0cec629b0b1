using System.Globalization;
using System.Text;

namespace GeodeArchive.Io.Files;

/// <summary>Shows bytes that are mostly text to people.</summary>
public static class ByteText
{
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
}
