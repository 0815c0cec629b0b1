using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Tests.Cli;

public sealed class SizeTextTests
{
    [Theory]
    [InlineData(0, "0 KB")]
    [InlineData(1, "1 KB")]
    [InlineData(1535, "1 KB")]
    [InlineData(1536, "2 KB")]
    [InlineData(1023 << 10, "1023 KB")]
    [InlineData((1 << 20) - 1, "1 MB")]
    [InlineData(1 << 20, "1 MB")]
    [InlineData(3 << 19, "2 MB")]
    [InlineData(245_366_784, "234 MB")]
    [InlineData(1023L << 20, "1023 MB")]
    [InlineData((1L << 30) - 1, "1.0 GB")]
    [InlineData(1L << 30, "1.0 GB")]
    [InlineData(13_314_398_618, "12.4 GB")]
    [InlineData(13_421_772_800, "12.5 GB")]
    [InlineData(5L << 40, "5120.0 GB")]
    [InlineData(long.MaxValue, "8589934592.0 GB")]
    public void Sizes_are_binary_and_rounded(long bytes, string text) => Assert.Equal(text, SizeText.Of(bytes));

    [Fact]
    public void No_size_looks_smaller_than_a_smaller_one()
    {
        // Around each change of unit, where rounding could go wrong.
        foreach (var unit in new[] { 1L << 10, 1L << 20, 1L << 30 })
        {
            for (var bytes = unit - 2000; bytes < unit + 2000; bytes++)
            {
                Assert.True(InKilobytes(SizeText.Of(Math.Max(bytes, 0))) <= InKilobytes(SizeText.Of(Math.Max(bytes + 1, 0))), $"{bytes}");
            }
        }
    }

    private static double InKilobytes(string text)
    {
        var parts = text.Split(' ');
        return double.Parse(parts[0]) * parts[1] switch { "KB" => 1, "MB" => 1 << 10, _ => 1 << 20 };
    }
}
