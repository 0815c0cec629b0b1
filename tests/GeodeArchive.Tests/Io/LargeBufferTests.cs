using GeodeArchive.Io.Buffers;

namespace GeodeArchive.Tests.Io;

public sealed class LargeBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData((2 << 20) - 1)]
    [InlineData(2 << 20)]
    [InlineData((2 << 20) + 1)]
    [InlineData(7_654_321)]
    public void All_bytes_are_zero_then_keep_what_is_written_and_end_with_dispose(int length)
    {
        var buffer = new LargeBuffer(length);
        Assert.Equal(length, buffer.Length);
        Assert.Equal(length, buffer.Span.Length);
        Assert.False(buffer.Span.ContainsAnyExcept((byte)0));
        buffer.Span.Fill(7);
        Assert.False(buffer.Span.ContainsAnyExcept((byte)7));
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
    }

    [Fact]
    public void Memory_is_back_with_the_system_when_dispose_returns()
    {
        const int length = 256 << 20;
        var buffer = new LargeBuffer(length);
        buffer.Span.Fill(1);
        var before = ResidentSize();
        buffer.Dispose();

        // Other tests take and give back memory meanwhile.
        Assert.InRange(before - ResidentSize(), length / 2, long.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LargeBuffer(0));
    }

    private static long ResidentSize() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) * 4096;
}
