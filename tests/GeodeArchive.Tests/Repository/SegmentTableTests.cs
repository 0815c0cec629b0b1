using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Tests.Repository;

public sealed class SegmentTableTests
{
    [Fact]
    public void Chunks_are_found_where_they_are_and_others_are_not()
    {
        var table = Table(100, number => number * 7 % 100);
        for (uint number = 0; number < 100; number++)
        {
            Assert.True(table.TryFind(Id(number * 7 % 100), out var place));
            Assert.Equal(new ChunkLocation(0, ChunkDirectory.SizeFor(100) + (int)number, 1), place);
        }

        Assert.False(table.TryFind(Id(100), out _));
        Assert.False(table.TryFind(Id(uint.MaxValue), out _));
    }

    [Fact]
    public void Ids_made_up_to_collide_cost_no_more_than_others()
    {
        // Ids of one hash code each, and then one id for all: a table of slots would take 10^10 steps for either.
        Assert.True(Table(200_000, number => number).TryFind(Id(199_999), out _));
        Assert.True(Table(200_000, _ => 1).TryFind(Id(1), out var first));
        Assert.Equal(ChunkDirectory.SizeFor(200_000), first.Offset);
    }

    private static SegmentTable Table(int count, Func<uint, uint> id)
    {
        var chunks = Enumerable.Range(0, count).Select(number => new ChunkDirectoryEntry(Id(id((uint)number)), 1));
        var block = new SegmentFooterBlock(FileHeader.Size, 8, ChunkDirectory.SizeFor(count) + count, count, default);
        return new SegmentTable(default, new SegmentFooter([block], [.. chunks]));
    }

    /// <summary>The number is where a hash code of the first bytes does not see it.</summary>
    private static ChunkId Id(uint number)
    {
        Span<byte> bytes = stackalloc byte[ChunkId.Size];
        bytes.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(bytes[^4..], number);
        return ChunkId.Read(bytes);
    }
}
