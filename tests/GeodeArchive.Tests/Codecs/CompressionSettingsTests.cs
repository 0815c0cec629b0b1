using GeodeArchive.Codecs;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Codecs;

public sealed class CompressionSettingsTests
{
    [Theory]
    [InlineData("none", CompressionAlgorithm.None, 0, "none")]
    [InlineData("lz4", CompressionAlgorithm.Lz4, 1, "lz4:1")]
    [InlineData("lz4:1", CompressionAlgorithm.Lz4, 1, "lz4:1")]
    [InlineData("lz4:12", CompressionAlgorithm.Lz4, 12, "lz4:12")]
    [InlineData("zstd", CompressionAlgorithm.Zstd, 3, "zstd:3")]
    [InlineData("zstd:-7", CompressionAlgorithm.Zstd, -7, "zstd:-7")]
    [InlineData("zstd:-1", CompressionAlgorithm.Zstd, -1, "zstd:-1")]
    [InlineData("zstd:1", CompressionAlgorithm.Zstd, 1, "zstd:1")]
    [InlineData("zstd:19", CompressionAlgorithm.Zstd, 19, "zstd:19")]
    [InlineData("gzip", CompressionAlgorithm.Gzip, 6, "gzip:6")]
    [InlineData("gzip:1", CompressionAlgorithm.Gzip, 1, "gzip:1")]
    [InlineData("gzip:9", CompressionAlgorithm.Gzip, 9, "gzip:9")]
    public void Text_is_read_and_written_again(string text, CompressionAlgorithm algorithm, int level, string canonical)
    {
        Assert.True(CompressionSettings.TryParse(text, out CompressionSettings settings, out string? reason));
        Assert.Null(reason);
        Assert.Equal(new CompressionSettings(algorithm, level), settings);
        Assert.Equal(canonical, settings.ToString());
        Assert.Equal(settings, CompressionSettings.Parse(canonical));
        using ICompressor compressor = Compressors.Create(settings);
        Assert.Equal(algorithm, compressor.Algorithm);
    }

    [Theory]
    [InlineData(null, "unknown compression \"\"; use none, lz4, zstd or gzip")]
    [InlineData("", "unknown compression \"\"; use none, lz4, zstd or gzip")]
    [InlineData("zsdt", "unknown compression \"zsdt\"; use none, lz4, zstd or gzip")]
    [InlineData("ZSTD", "unknown compression \"ZSTD\"; use none, lz4, zstd or gzip")]
    [InlineData(" zstd", "unknown compression \" zstd\"; use none, lz4, zstd or gzip")]
    [InlineData("3", "unknown compression \"3\"; use none, lz4, zstd or gzip")]
    [InlineData(":3", "unknown compression \"\"; use none, lz4, zstd or gzip")]
    [InlineData("zstd-3", "unknown compression \"zstd-3\"; use none, lz4, zstd or gzip")]
    [InlineData("none:1", "compression none takes no level")]
    [InlineData("none:", "compression none takes no level")]
    [InlineData("zstd:", "zstd has no compression level \"\"; its levels are -7 to -1 and 1 to 19")]
    [InlineData("zstd:0", "zstd has no compression level \"0\"; its levels are -7 to -1 and 1 to 19")]
    [InlineData("zstd:20", "zstd has no compression level \"20\"; its levels are -7 to -1 and 1 to 19")]
    [InlineData("zstd:-8", "zstd has no compression level \"-8\"; its levels are -7 to -1 and 1 to 19")]
    [InlineData("zstd:+3", "zstd has no compression level \"+3\"; its levels are -7 to -1 and 1 to 19")]
    [InlineData("zstd:03", "zstd has no compression level \"03\"; its levels are -7 to -1 and 1 to 19")]
    [InlineData("zstd: 3", "zstd has no compression level \" 3\"; its levels are -7 to -1 and 1 to 19")]
    [InlineData("zstd:3:3", "zstd has no compression level \"3:3\"; its levels are -7 to -1 and 1 to 19")]
    [InlineData("zstd:99999999999", "zstd has no compression level \"99999999999\"; its levels are -7 to -1 and 1 to 19")]
    [InlineData("lz4:0", "lz4 has no compression level \"0\"; its levels are 1 to 12")]
    [InlineData("lz4:13", "lz4 has no compression level \"13\"; its levels are 1 to 12")]
    [InlineData("lz4:fast", "lz4 has no compression level \"fast\"; its levels are 1 to 12")]
    [InlineData("gzip:0", "gzip has no compression level \"0\"; its levels are 1 to 9")]
    [InlineData("gzip:10", "gzip has no compression level \"10\"; its levels are 1 to 9")]
    [InlineData("gzip:-1", "gzip has no compression level \"-1\"; its levels are 1 to 9")]
    public void Other_text_is_refused_with_the_reason(string? text, string reasonStart)
    {
        Assert.False(CompressionSettings.TryParse(text, out CompressionSettings settings, out string? reason));
        Assert.Equal(default, settings);
        Assert.StartsWith(reasonStart, reason, StringComparison.Ordinal);
        FormatException exception = Assert.Throws<FormatException>(() => CompressionSettings.Parse(text!));
        Assert.Equal(reason, exception.Message);
    }

    [Fact]
    public void Every_level_in_range_makes_a_compressor()
    {
        (CompressionAlgorithm Algorithm, int Min, int Max)[] ranges =
        [
            (CompressionAlgorithm.None, 0, 0),
            (CompressionAlgorithm.Lz4, 1, 12),
            (CompressionAlgorithm.Zstd, -7, 19),
            (CompressionAlgorithm.Gzip, 1, 9),
        ];
        foreach ((CompressionAlgorithm algorithm, int min, int max) in ranges)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new CompressionSettings(algorithm, min - 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => new CompressionSettings(algorithm, max + 1));
            foreach (int level in Enumerable.Range(min, max - min + 1).Where(level => level != 0 || min == 0))
            {
                using ICompressor compressor = Compressors.Create(new CompressionSettings(algorithm, level));
                Assert.True(compressor.TryCompress("some bytes"u8, new byte[1000], out int written));
                Assert.InRange(written, 1, 1000);
            }
        }
    }

    [Fact]
    public void Zstandard_at_its_default_level_is_the_default()
    {
        Assert.Equal("zstd:3", CompressionSettings.Default.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => CompressionSettings.For(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CompressionSettings(0, 0));
    }
}
