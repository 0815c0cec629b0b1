using System.Collections.Immutable;
using FsCheck.Fluent;
using GeodeArchive.Format;
using GeodeArchive.Tests.Measuring;

namespace GeodeArchive.Tests.Format;

/// <summary>Finding chunks in filter, fences and pages against looking at everything.</summary>
public sealed class IndexSearchTests
{
    private static readonly FileId File = new(new Id128(1, 2));

    [Fact]
    public void A_page_finds_what_a_scan_finds() => Properties.Check(FileGenerators.IndexEntries, 300, entries =>
    {
        byte[] bytes = new byte[IndexPage.Size];
        IndexPage.Encode(bytes, 3, File, entries.AsSpan());
        IndexPage page = IndexPage.Decode(bytes, 3, File);
        Assert.Equal(entries.Length, page.Count);
        foreach (IndexEntry entry in entries)
        {
            ChunkPrefix[] around =
            [
                entry.Prefix,
                new(new Id128(entry.Prefix.High, entry.Prefix.Low + 1)),
                new(new Id128(entry.Prefix.High - 1, 0)),
            ];
            foreach (ChunkPrefix prefix in around)
            {
                Assert.Equal(entries.ToList().FindIndex(candidate => candidate.Prefix == prefix), page.FindFirst(prefix));
                Assert.Equal(entries.Count(candidate => candidate.Prefix.CompareTo(prefix) < 0), page.LowerBound(prefix));
            }
        }
    });

    [Fact]
    public void Fences_lead_to_every_page_that_holds_a_chunk() => Properties.Check(
        Generators.Some(Gen.Choose(0, 30), 1, 200),
        300,
        highs =>
        {
            // Pages of four entries; many with one fence.
            ChunkPrefix[][] pages = [
                .. highs.Order().Select((high, i) => new ChunkPrefix(new Id128((ulong)high << 40, (ulong)i))).Chunk(4)
            ];
            byte[] fences = new byte[pages.Length * IndexFences.FenceSize];
            for (int i = 0; i < pages.Length; i++)
            {
                IndexFences.Set(fences, i, pages[i][0]);
            }

            IndexFences.Check(fences, pages.Length, 0);
            foreach (ChunkPrefix prefix in pages.SelectMany(page => page))
            {
                int found = 0;
                int first = IndexFences.FirstPageFor(fences, prefix);
                for (int i = first; i < pages.Length && IndexFences.FenceAt(fences, i) <= prefix.High; i++)
                {
                    found += pages[i].Count(candidate => candidate == prefix);
                }

                Assert.Equal(1, found);
            }

            Assert.Equal(0, IndexFences.FirstPageFor(fences, default));
        });

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(IndexFilter.GroupEntryCountMax)]
    public void A_filter_never_denies_a_chunk_and_seldom_invents_one(int count)
    {
        Random random = new(4);
        ChunkPrefix[] chunks = [.. Enumerable.Range(0, count).Select(_ => Prefix(random))];
        byte[] slots = SlotsOf(chunks);
        Assert.All(chunks, chunk => Assert.True(IndexFilter.MayContain(slots, chunk)));
        int invented = Enumerable.Range(0, 200_000).Count(_ => IndexFilter.MayContain(slots, Prefix(random)));
        Assert.InRange(invented, 200_000 / 2 / 256, 200_000 * 5 / 4 / 256);
    }

    [Fact]
    public void A_filter_is_that_of_its_chunks_in_any_order_and_number()
    {
        Random random = new(5);
        ChunkPrefix[] chunks = [.. Enumerable.Range(0, 5000).Select(_ => Prefix(random))];
        byte[] slots = SlotsOf([.. chunks, .. chunks[..500]]);
        random.Shuffle(chunks);
        Assert.Equal(slots, SlotsOf([.. chunks, .. chunks[..500]]));
    }

    [Fact]
    public void Slots_of_a_chunk_cancel_out_as_the_specification_says()
    {
        Random random = new(6);
        ChunkPrefix[] chunks = [.. Enumerable.Range(0, 700).Select(_ => Prefix(random))];
        byte[] slots = SlotsOf(chunks);
        Assert.Equal(700 + 70 + 64, slots.Length);
        foreach (ChunkPrefix chunk in chunks.Concat(Enumerable.Range(0, 5000).Select(_ => Prefix(random))))
        {
            int first = (int)(((UInt128)chunk.Low * (700 + 70 + 1)) >> 64);
            ulong mixed = chunk.High ^ unchecked(chunk.Low * 0x9E3779B97F4A7C15);
            mixed = unchecked((mixed ^ (mixed >> 33)) * 0xFF51AFD7ED558CCD);
            mixed = unchecked((mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53);
            mixed = (mixed ^ (mixed >> 33)) | 1;
            byte sum = 0;
            for (int i = 0; i < 64; i++)
            {
                sum ^= (mixed >> i & 1) == 1 ? slots[first + i] : (byte)0;
            }

            Assert.Equal(sum == 0, IndexFilter.MayContain(slots, chunk));
        }
    }

    [Fact]
    public void Chunks_made_up_to_want_the_same_slots_cost_no_more_than_others_and_are_found()
    {
        // One window for all: the first 64 have slots of their own, the others follow from them. Nothing is denied there any more.
        ChunkPrefix[] chunks = [.. Enumerable.Range(0, IndexFilter.GroupEntryCountMax).Select(i => new ChunkPrefix(new Id128((ulong)i, 5)))];
        long start = TimeProvider.System.GetTimestamp();
        byte[] slots = SlotsOf(chunks);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.All(chunks, chunk => Assert.True(IndexFilter.MayContain(slots, chunk)));
        Random random = new(7);
        int invented = Enumerable.Range(0, 20_000).Count(_ => IndexFilter.MayContain(slots, Prefix(random)));
        Assert.InRange(invented, 1, 20_000 / 100);
    }

    [Theory]
    [InlineData(1, 65)]
    [InlineData(10, 75)]
    [InlineData(51_968, 57_228)]
    [InlineData(51_969, 57_293)]
    [InlineData(100_000_000, 110_121_660)]
    public void A_filter_has_eleven_slots_for_ten_entries_and_a_window_more_for_each_group(long entries, long size)
    {
        Assert.Equal(size, IndexFilter.SizeFor(entries));
        Assert.Equal((size + 1048575) / 1048576, IndexFilter.BlockCountFor(entries));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(203, 1)]
    [InlineData(204, 2)]
    [InlineData(100_000_000, 492_611)]
    public void All_pages_but_the_last_are_full(long entries, long pages) => Assert.Equal(pages, IndexPage.CountFor(entries));

    [Fact]
    public void Lookups_do_not_allocate()
    {
        ImmutableArray<IndexEntry> entries = [
            .. Enumerable.Range(0, IndexPage.EntryCountMax).Select(i => new IndexEntry(new ChunkPrefix(new Id128((ulong)i << 50, 0)), 0))
        ];
        byte[] bytes = new byte[IndexPage.Size];
        byte[] filter = new byte[IndexFilter.SlotCountFor(9)];
        byte[] fences = new byte[IndexFences.FenceSize];
        IndexPage.Encode(bytes, 0, File, entries.AsSpan());
        Look(bytes, filter, fences);
        long least = Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                Look(bytes, filter, fences);
            }
        });
        Assert.Equal(0, least);
    }

    private static void Look(byte[] page, byte[] filter, byte[] fences)
    {
        ChunkPrefix prefix = new(new Id128(5UL << 50, 0));
        bool found = IndexFilter.MayContain(filter, prefix)
            && IndexFences.FirstPageFor(fences, prefix) == 0
            && IndexPage.Decode(page, 0, File).FindFirst(prefix) == 5;
        Assert.True(found);
    }

    private static byte[] SlotsOf(ChunkPrefix[] chunks)
    {
        IndexFilterBuilder builder = new(chunks.Length);
        Array.ForEach(chunks, builder.Add);
        Assert.Equal(chunks.Length == IndexFilter.GroupEntryCountMax, builder.IsFull);
        return builder.Finish().ToArray();
    }

    private static ChunkPrefix Prefix(Random random) =>
        new(new Id128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue)));
}
