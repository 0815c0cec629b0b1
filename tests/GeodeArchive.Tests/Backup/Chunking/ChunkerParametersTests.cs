using GeodeArchive.Backup.Chunking;

namespace GeodeArchive.Tests.Backup.Chunking;

public sealed class ChunkerParametersTests
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    [Theory]
    [InlineData(4 * KiB, 8 * KiB, 16 * KiB, 1 * MiB)]
    [InlineData(32 * KiB, 128 * KiB, 512 * KiB, 64 * MiB)]
    [InlineData(4097, 16 * KiB, 32_769, 3 * MiB)]
    [InlineData(1 * MiB, 2 * MiB, 4 * MiB, 1024L * MiB)]
    [InlineData(1 * MiB, 4 * MiB, 8 * MiB, 1024L * MiB)]
    public void Sizes_in_range_are_taken(int sizeMin, int sizeAverage, int sizeMax, long partSize)
    {
        var parameters = new ChunkerParameters(sizeMin, sizeAverage, sizeMax, partSize, new byte[32]);
        Assert.Equal(sizeMin, parameters.SizeMin);
        Assert.Equal(sizeAverage, parameters.SizeAverage);
        Assert.Equal(sizeMax, parameters.SizeMax);
        Assert.Equal(partSize, parameters.PartSize);
    }

    [Theory]
    [InlineData(0, 128 * KiB, 512 * KiB, MiB, 32, "sizeMin")]
    [InlineData((4 * KiB) - 1, 128 * KiB, 512 * KiB, MiB, 32, "sizeMin")]
    [InlineData((1 * MiB) + 1, 4 * MiB, 8 * MiB, MiB, 32, "sizeMin")]
    [InlineData(32 * KiB, 100_000, 512 * KiB, MiB, 32, "sizeAverage")]
    [InlineData(32 * KiB, 32 * KiB, 512 * KiB, MiB, 32, "sizeAverage")]
    [InlineData((32 * KiB) + 1, 64 * KiB, 512 * KiB, MiB, 32, "sizeAverage")]
    [InlineData(32 * KiB, int.MinValue, 512 * KiB, MiB, 32, "sizeAverage")]
    [InlineData(32 * KiB, 128 * KiB, (256 * KiB) - 1, MiB, 32, "sizeMax")]
    [InlineData(32 * KiB, 128 * KiB, (8 * MiB) + 1, MiB, 32, "sizeMax")]
    [InlineData(32 * KiB, 128 * KiB, int.MinValue, MiB, 32, "sizeMax")]
    [InlineData(32 * KiB, 128 * KiB, 512 * KiB, 0, 32, "partSize")]
    [InlineData(32 * KiB, 128 * KiB, 512 * KiB, MiB + 1, 32, "partSize")]
    [InlineData(32 * KiB, 128 * KiB, 512 * KiB, 1025L * MiB, 32, "partSize")]
    [InlineData(32 * KiB, 128 * KiB, 512 * KiB, MiB, 31, "key")]
    [InlineData(32 * KiB, 128 * KiB, 512 * KiB, MiB, 33, "key")]
    public void Sizes_out_of_range_are_refused(int sizeMin, int sizeAverage, int sizeMax, long partSize, int keySize, string culprit)
    {
        Assert.Throws<ArgumentException>(culprit, () => new ChunkerParameters(sizeMin, sizeAverage, sizeMax, partSize, new byte[keySize]));
    }

    [Fact]
    public void Parameters_that_cut_alike_are_equal()
    {
        byte[] key = new byte[32];
        ChunkerParameters first = ChunkerParameters.WithUsualSizes(key);
        ChunkerParameters second = ChunkerParameters.WithUsualSizes(key);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        key[0] = 1;
        Assert.Equal(first, second);
        Assert.NotEqual(first, ChunkerParameters.WithUsualSizes(key));
        Assert.NotEqual(first, new ChunkerParameters(16 * KiB, 128 * KiB, 512 * KiB, 64 * MiB, new byte[32]));
    }

    [Fact]
    public void The_key_is_not_printed()
    {
        byte[] key = [.. Enumerable.Repeat((byte)0xAB, 32)];
        string text = ChunkerParameters.WithUsualSizes(key).ToString();
        Assert.Equal("gear 32768..131072..524288 in parts of 67108864", text);
    }
}
