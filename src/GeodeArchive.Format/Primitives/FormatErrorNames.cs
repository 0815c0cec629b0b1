namespace GeodeArchive.Format;

/// <summary>The names of the failures, as messages and test vectors spell them.</summary>
public static class FormatErrorNames
{
    /// <summary>The name of <paramref name="error"/>, such as <c>bad-checksum</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a named failure.</exception>
    public static string Name(FormatError error) => error switch
    {
        FormatError.BadMagic => "bad-magic",
        FormatError.BadChecksum => "bad-checksum",
        FormatError.BadVersion => "bad-version",
        FormatError.BadFeature => "bad-feature",
        FormatError.BadKind => "bad-kind",
        FormatError.BadIdentity => "bad-identity",
        FormatError.BadValue => "bad-value",
        FormatError.BadVarint => "bad-varint",
        FormatError.BadOrder => "bad-order",
        FormatError.BadReference => "bad-reference",
        FormatError.ReservedNotZero => "reserved-not-zero",
        FormatError.Truncated => "truncated",
        FormatError.TrailingBytes => "trailing-bytes",
        FormatError.TooLarge => "too-large",
        FormatError.BadCompression => "bad-compression",
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "not a named failure"),
    };
}
