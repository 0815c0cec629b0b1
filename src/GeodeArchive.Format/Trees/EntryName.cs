namespace GeodeArchive.Format;

/// <summary>What an entry of a directory may be called.</summary>
public static class EntryName
{
    /// <summary>Whether <paramref name="name"/> is 1 to 255 bytes without zero byte or slash, and neither "." nor "..".</summary>
    public static bool IsValid(ReadOnlySpan<byte> name) =>
        name.Length is >= 1 and <= Limits.FileNameSizeMax
        && !name.ContainsAny((byte)0, (byte)'/')
        && !name.SequenceEqual("."u8)
        && !name.SequenceEqual(".."u8);

    internal static void Validate(ReadOnlySpan<byte> name, Place place)
    {
        place.RequireAtMost(name.Length, Limits.FileNameSizeMax, "name");
        place.Require(IsValid(name), FormatError.BadValue, "name is not a file name");
    }
}
