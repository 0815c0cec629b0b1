using GeodeArchive.Repository.Sorting;

namespace GeodeArchive.Tests.Repository;

public sealed class SpilledBlocksTests
{
    private const int BlockSize = 1000;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 7)]
    [InlineData(999, 999)]
    [InlineData(1000, 13)]
    [InlineData(1001, 1001)]
    [InlineData(2000, 500)]
    [InlineData(12_345, 77)]
    public void Bytes_come_back_in_order_in_blocks_of_which_the_last_may_be_shorter(int count, int pieceSize) => SimulatedRepository.Run(1, (_, repository) =>
    {
        var expected = new byte[count];
        new Random(count).NextBytes(expected);
        using var blocks = new SpilledBlocks(repository.Store, BlockSize, count + 1);
        foreach (var piece in expected.Chunk(pieceSize))
        {
            blocks.Append(piece);
        }

        var actual = new List<byte[]>();
        for (var block = blocks.ReadNext(); !block.IsEmpty; block = blocks.ReadNext())
        {
            actual.Add(block.ToArray());
        }

        Assert.Equal(expected, actual.SelectMany(block => block));
        Assert.Equal((count + BlockSize - 1) / BlockSize, actual.Count);
        Assert.All(actual.SkipLast(1), block => Assert.Equal(BlockSize, block.Length));
        Assert.True(blocks.ReadNext().IsEmpty);
    });
}
