using GeodeArchive.Codecs.Hashing;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Codecs;

/// <summary>The lanes are in the native binary only: an end-to-end test reads what that wrote with the other decoder.</summary>
public sealed class LeafHasherTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8192)]
    [InlineData(3 * 8192)]
    [InlineData((11 * 8192) + 77)]
    public void It_describes_a_chunk_as_the_format_says(int length)
    {
        var chunk = new byte[length];
        new Random(length).NextBytes(chunk);
        var expected = new byte[ChunkLeaves.DescribedSize(length)];
        var described = new byte[expected.Length];
        ChunkLeaves.Describe(chunk, expected);
        LeafHasher.Describe(chunk, described);
        Assert.Equal(expected, described);
    }
}
