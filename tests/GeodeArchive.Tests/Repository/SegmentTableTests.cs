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
        // Ids of one hash code each, and then one id for all: a table of slots takes 10^10 steps for either, half a minute instead of half a second.
        const int count = 200_000;
        var start = TimeProvider.System.GetTimestamp();
        Assert.True(Table(count, number => number).TryFind(Id(count - 1), out _));
        Assert.True(Table(count, _ => 1).TryFind(Id(1), out var first));
        Assert.Equal(ChunkDirectory.SizeFor(count), first.Offset);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Ids_that_all_want_one_slot_are_found_in_other_ways()
    {
        // The first bytes choose the slot; these are the same for all.
        var table = Table(3000, number => number / 2);
        for (uint number = 0; number < 1500; number++)
        {
            Assert.True(table.TryFind(Id(number), out var place));
            Assert.Equal(ChunkDirectory.SizeFor(3000) + (2 * (int)number), place.Offset);
        }

        Assert.False(table.TryFind(Id(1500), out _));
    }

    [Fact]
    public void Random_ids_are_found_where_they_are_first()
    {
        var random = new Random(1);
        ChunkId[] ids = [.. Enumerable.Range(0, 5000).Select(_ => ChunkId.OfPlain(BitConverter.GetBytes(random.Next(4000))))];
        var chunks = ids.Select(id => new ChunkDirectoryEntry(id, 1));
        var block = new SegmentFooterBlock(FileHeader.Size, 8, ChunkDirectory.SizeFor(ids.Length) + ids.Length, ids.Length, default);
        var table = new SegmentTable(default, new SegmentFooter([block], [.. chunks]));
        foreach (var id in ids)
        {
            Assert.True(table.TryFind(id, out var place));
            Assert.Equal(ChunkDirectory.SizeFor(ids.Length) + Array.IndexOf(ids, id), place.Offset);
        }

        Assert.All(Enumerable.Range(4000, 4000), number => Assert.False(table.TryFind(ChunkId.OfPlain(BitConverter.GetBytes(number)), out _)));
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
