namespace GeodeArchive.Format;

/// <summary>The sum of headers, trailers and plain payloads. 0 is invalid.</summary>
public enum ChecksumAlgorithm : ushort
{
    /// <summary>See <see cref="GeodeArchive.Format.Crc32C"/>.</summary>
    Crc32C = 1,
}
