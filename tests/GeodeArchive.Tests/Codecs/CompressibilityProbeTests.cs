using GeodeArchive.Codecs;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Codecs;

/// <summary>What does not compress is not tried, and nothing that does is missed by much.</summary>
public sealed class CompressibilityProbeTests
{
    private const int Size = 1 << 20;

    [Fact]
    public void Random_bytes_are_not_tried()
    {
        var compressor = new CountingCompressor();
        using var probe = new CompressibilityProbe(compressor);
        Assert.False(probe.TryCompress(Random(Size), new byte[Size - 1], out var written));
        Assert.Equal(0, written);
        Assert.Equal(0, compressor.LargeCount);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(64)]
    public void Bytes_of_few_values_are_tried(int values)
    {
        var source = Random(Size);
        foreach (ref var value in source.AsSpan())
        {
            value = (byte)(value % values);
        }

        Assert.Equal(1, LargeCountOf(source, Size - 1));
    }

    [Fact]
    public void Bytes_of_all_values_that_repeat_nearby_are_tried()
    {
        // No divisor of the sample's own step.
        const int Distance = 5000;
        var source = Random(Size);
        for (var i = Distance; i < Size; i++)
        {
            source[i] = source[i - Distance];
        }

        Assert.Equal(1, LargeCountOf(source, Size - 1));
    }

    [Fact]
    public void Half_of_zeros_is_tried()
    {
        var source = Random(Size);
        source.AsSpan(Size / 2).Clear();
        Assert.Equal(1, LargeCountOf(source, Size - 1));
    }

    [Fact]
    public void Who_makes_room_for_any_result_gets_one() => Assert.Equal(1, LargeCountOf(Random(Size), 2 * Size));

    private static int LargeCountOf(byte[] source, int room)
    {
        var compressor = new CountingCompressor();
        using var probe = new CompressibilityProbe(compressor);
        probe.TryCompress(source, new byte[room], out _);
        return compressor.LargeCount;
    }

    private static byte[] Random(int size)
    {
        var bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    /// <summary>zstd:1, which counts what it is asked for, but for samples.</summary>
    private sealed class CountingCompressor : ICompressor
    {
        private readonly ICompressor _below = new GeodeArchive.Codecs.Zstd.ZstdCompressor(1);

        public int LargeCount { get; private set; }

        public CompressionAlgorithm Algorithm => _below.Algorithm;

        public bool TryCompress(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
        {
            LargeCount += source.Length == Size ? 1 : 0;
            return _below.TryCompress(source, destination, out written);
        }

        public void Dispose() => _below.Dispose();
    }
}
