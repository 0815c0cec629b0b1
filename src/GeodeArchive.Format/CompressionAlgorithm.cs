namespace GeodeArchive.Format;

/// <summary>How the payload of a block is compressed: the field <c>compression</c> of a block header (format-spec/block.md).</summary>
public enum CompressionAlgorithm : byte
{
    /// <summary>Stored as it is.</summary>
    None = 1,

    /// <summary>One LZ4 block, without a frame.</summary>
    Lz4 = 2,

    /// <summary>One Zstandard frame (RFC 8878).</summary>
    Zstd = 3,

    /// <summary>One gzip member (RFC 1952).</summary>
    Gzip = 4,
}
