using System.Text;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>The kernel of this machine against the table, and the table against published values.</summary>
public sealed class Crc32CTests
{
    private static readonly byte[] Content = MakeContent(3 * 3 * 8192 + 100);

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("a", 0xC1D04330u)]
    [InlineData("123456789", 0xE3069283u)]
    public void Sums_are_the_published_ones(string text, uint expected)
    {
        Assert.Equal(expected, Crc32C.Compute(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(expected, Crc32C.AppendScalar(0, Encoding.ASCII.GetBytes(text)));
    }

    [Theory]
    [InlineData(0x00, 0x8A9136AAu)]
    [InlineData(0xFF, 0x62A8AB43u)]
    public void Sums_of_32_equal_bytes_are_those_of_RFC_3720(byte value, uint expected) =>
        Assert.Equal(expected, Crc32C.Compute(Enumerable.Repeat(value, 32).ToArray()));

    [Fact]
    public void Every_length_at_every_alignment_agrees_with_the_table()
    {
        for (int alignment = 0; alignment < 8; alignment++)
        {
            uint expected = 0;
            for (int length = 0; length <= 4096; length++)
            {
                Assert.Equal(expected, Crc32C.Compute(Content.AsSpan(alignment, length)));
                expected = Crc32C.AppendScalar(expected, Content.AsSpan(alignment + length, 1));
            }
        }
    }

    [Fact]
    public void Lengths_around_each_stretch_agree_with_the_table()
    {
        foreach (int stretch in (int[])[3 * 128, 3 * 1024, 3 * 8192, 6 * 8192, 9 * 8192])
        {
            for (int length = stretch - 9; length <= stretch + 9; length++)
            {
                Assert.Equal(
                    Crc32C.AppendScalar(0xDEADBEEF, Content.AsSpan(1, length)), Crc32C.Append(0xDEADBEEF, Content.AsSpan(1, length)));
            }
        }
    }

    [Fact]
    public void A_sum_goes_on_where_it_was_left()
    {
        uint whole = Crc32C.Compute(Content);
        for (int cut = 0; cut < Content.Length; cut += 997)
        {
            Assert.Equal(whole, Crc32C.Append(Crc32C.Compute(Content.AsSpan(0, cut)), Content.AsSpan(cut)));
        }
    }

    private static byte[] MakeContent(int size)
    {
        byte[] content = new byte[size];
        new Random(20260101).NextBytes(content);
        return content;
    }
}
