namespace GeodeArchive.Format;

/// <summary>How a payload is compressed. 0 is invalid.</summary>
public enum CompressionAlgorithm : byte
{
    /// <summary>Not at all.</summary>
    None = 1,

    /// <summary>One LZ4 block, no frame.</summary>
    Lz4 = 2,

    /// <summary>One Zstandard frame.</summary>
    Zstd = 3,

    /// <summary>One RFC 1952 member.</summary>
    Gzip = 4,
}
