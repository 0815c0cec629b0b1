using GeodeArchive.Codecs.Gzip;
using GeodeArchive.Codecs.Lz4;
using GeodeArchive.Codecs.Zstd;
using GeodeArchive.Format;

namespace GeodeArchive.Codecs;

/// <summary>Makes decompressors.</summary>
public static class Decompressors
{
    /// <summary>Makes a decompressor with its native state. The caller disposes it.</summary>
    /// <param name="algorithm">A value that the decoder of the block header accepted.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="algorithm"/> is not assigned.</exception>
    /// <exception cref="CodecException">There is no memory for the native state.</exception>
    public static IDecompressor Create(CompressionAlgorithm algorithm)
    {
        return algorithm switch
        {
            CompressionAlgorithm.None => new NoneDecompressor(),
            CompressionAlgorithm.Lz4 => new Lz4Decompressor(),
            CompressionAlgorithm.Zstd => new ZstdDecompressor(),
            CompressionAlgorithm.Gzip => new GzipDecompressor(),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No such compression algorithm."),
        };
    }
}
