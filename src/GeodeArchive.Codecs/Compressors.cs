using GeodeArchive.Codecs.Gzip;
using GeodeArchive.Codecs.Lz4;
using GeodeArchive.Codecs.Zstd;
using GeodeArchive.Format;

namespace GeodeArchive.Codecs;

/// <summary>Makes compressors.</summary>
public static class Compressors
{
    /// <summary>Makes a compressor with its native state. The caller disposes it.</summary>
    /// <param name="settings">Algorithm and level.</param>
    /// <exception cref="ArgumentException"><paramref name="settings"/> is the default value, which names no algorithm.</exception>
    /// <exception cref="CodecException">There is no memory for the native state.</exception>
    public static ICompressor Create(CompressionSettings settings)
    {
        return settings.Algorithm switch
        {
            CompressionAlgorithm.None => new NoneCompressor(),
            CompressionAlgorithm.Lz4 when settings.Level == CompressionSettings.Lz4LevelFast => new Lz4FastCompressor(),
            CompressionAlgorithm.Lz4 => new CompressibilityProbe(new Lz4HighCompressor(settings.Level)),
            CompressionAlgorithm.Zstd => new CompressibilityProbe(new ZstdCompressor(settings.Level)),
            CompressionAlgorithm.Gzip => new CompressibilityProbe(new GzipCompressor(settings.Level)),
            _ => throw new ArgumentException("The settings name no algorithm.", nameof(settings)),
        };
    }
}
