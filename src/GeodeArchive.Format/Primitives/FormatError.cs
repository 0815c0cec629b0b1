namespace GeodeArchive.Format;

/// <summary>
/// The named failures of the format: each check of a decoder has one. The names are part of the contract, see
/// <see cref="FormatErrorNames"/>.
/// </summary>
public enum FormatError : byte
{
    /// <summary>The first bytes are not what must be there.</summary>
    BadMagic = 1,

    /// <summary>A CRC32C, authentication tag, root hash or chunk id does not match.</summary>
    BadChecksum = 2,

    /// <summary>A major version that this reader does not know.</summary>
    BadVersion = 3,

    /// <summary>An incompatible feature that this reader does not know.</summary>
    BadFeature = 4,

    /// <summary>A valid file or block, but of another kind than the place asks for.</summary>
    BadKind = 5,

    /// <summary>It belongs to another repository, file, offset or sequence than the place asks for.</summary>
    BadIdentity = 6,

    /// <summary>A field outside its valid range.</summary>
    BadValue = 7,

    /// <summary>A varint that is too long or not in shortest form.</summary>
    BadVarint = 8,

    /// <summary>Entries out of order, or twice.</summary>
    BadOrder = 9,

    /// <summary>Something is referred to that does not exist, or has another size.</summary>
    BadReference = 10,

    /// <summary>A reserved byte is set.</summary>
    ReservedNotZero = 11,

    /// <summary>The structure ends before its end.</summary>
    Truncated = 12,

    /// <summary>There are bytes after the end.</summary>
    TrailingBytes = 13,

    /// <summary>A size beyond its limit.</summary>
    TooLarge = 14,

    /// <summary>The compressed payload does not decode to its stated size.</summary>
    BadCompression = 15,
}
