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

    [Fact]
    public void A_filter_never_denies_a_chunk_and_seldom_invents_one()
    {
        Random random = new(4);
        ChunkPrefix[] chunks = [.. Enumerable.Range(0, 20_000).Select(_ => Prefix(random))];
        byte[] filter = new byte[IndexFilter.BucketCountFor(chunks.Length) * IndexFilter.BucketSize];
        foreach (ChunkPrefix chunk in chunks)
        {
            IndexFilter.Set(filter, chunk);
        }

        Assert.All(chunks, chunk => Assert.True(IndexFilter.MayContain(filter, chunk)));
        int invented = Enumerable.Range(0, 20_000).Count(_ => IndexFilter.MayContain(filter, Prefix(random)));
        Assert.InRange(invented, 1, 20_000 * 4 / 100);
    }

    [Fact]
    public void Filter_bits_are_as_the_specification_says()
    {
        Random random = new(5);
        for (int i = 0; i < 200; i++)
        {
            const int BucketCount = 37;
            ChunkPrefix prefix = Prefix(random);
            byte[] expected = new byte[BucketCount * 64];
            int bucket = (int)(((UInt128)prefix.High * BucketCount) >> 64);
            for (int probe = 0; probe < 6; probe++)
            {
                int bit = (int)((prefix.Low >> (9 * probe)) & 511);
                expected[(bucket * 64) + (bit / 8)] |= (byte)(1 << (bit % 8));
            }

            byte[] filter = new byte[expected.Length];
            IndexFilter.Set(filter, prefix);
            Assert.Equal(expected, filter);
            Assert.Equal(bucket, IndexFilter.BucketOf(prefix, BucketCount));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(100_000_000, 1_562_500)]
    public void A_filter_has_eight_bits_for_each_entry(long entries, int buckets) =>
        Assert.Equal(buckets, IndexFilter.BucketCountFor(entries));

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
        byte[] filter = new byte[64 * IndexFilter.BucketSize];
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
        IndexFilter.Set(filter, prefix);
        bool found = IndexFilter.MayContain(filter, prefix)
            && IndexFences.FirstPageFor(fences, prefix) == 0
            && IndexPage.Decode(page, 0, File).FindFirst(prefix) == 5;
        Assert.True(found);
    }

    private static ChunkPrefix Prefix(Random random) =>
        new(new Id128((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue)));
}
