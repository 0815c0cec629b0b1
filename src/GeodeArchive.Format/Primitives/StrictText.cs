using System.Text;

namespace GeodeArchive.Format;

/// <summary>
/// UTF-8 without replacement characters: what is not valid is refused, so that what is accepted encodes to the same bytes.
/// </summary>
internal static class StrictText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<byte> bytes, Place place, string field)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            place.Fail(FormatError.BadValue, $"{field} is not UTF-8");
        }

        return Utf8.GetString(bytes);
    }

    /// <summary>The bytes of <paramref name="text"/>; a lone surrogate, which has none, fails at <paramref name="place"/>.</summary>
    public static byte[] Encode(string text, Place place, string field)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return Utf8.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            place.Fail(FormatError.BadValue, $"{field} is not UTF-8");
            throw;
        }
    }

    /// <summary>Whether <paramref name="text"/> holds one of U+0000 to U+001F or U+007F to U+009F.</summary>
    public static bool HasControl(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }
}
