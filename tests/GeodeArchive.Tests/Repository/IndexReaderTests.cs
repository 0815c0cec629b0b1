using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Repository;

/// <summary>An index compared with the list that it was made from.</summary>
public sealed class IndexReaderTests
{
    private static readonly SegmentId[] Segments = [.. Enumerable.Range(1, 40).Select(number => new SegmentId(new Id128(0, (ulong)number)))];

    private readonly SeededRandom _random = new(20260125);

    [Theory]
    [InlineData(1)]
    [InlineData(203)]
    [InlineData(204)]
    [InlineData(5000)]
    public void Chunks_that_were_never_added_are_not_found(int count)
    {
        using var store = NewStore();
        var reader = Write(store, [.. Enumerable.Range(0, count).Select(_ => new IndexEntry(NextId().Prefix, 0))]);
        Span<SegmentId> candidates = new SegmentId[4];

        // About one in fifty passes the filter; those must be refused by the pages.
        for (var i = 0; i < 20_000; i++)
        {
            Assert.Equal(0, reader.Find(NextId(), candidates));
        }
    }

    [Fact]
    public void Every_segment_of_a_chunk_is_found_also_when_its_entries_go_on_in_the_next_page()
    {
        using var store = NewStore();
        var ids = Enumerable.Range(0, 1000).Select(_ => NextId()).ToList();
        var entries = ids.SelectMany((id, i) => Enumerable.Range(0, 1 + (i % 30)).Select(segment => new IndexEntry(id.Prefix, (uint)segment)));
        var reader = Write(store, [.. entries]);
        var candidates = new SegmentId[Segments.Length];
        foreach (var (i, id) in ids.Index())
        {
            var count = reader.Find(id, candidates);
            Assert.Equal(Segments.Take(1 + (i % 30)), candidates.Take(count));
        }
    }

    private static LocalObjectStore NewStore()
    {
        var disk = new SimulatedDisk(seed: 1);
        return new LocalObjectStore(disk.OpenDirectory(FilePath.From("/")), new SeededEntropy(1));
    }

    private static IndexReader Write(LocalObjectStore store, List<IndexEntry> entries)
    {
        entries.Sort();
        var index = new IndexId(new Id128(7, 7));
        var header = FileHeader.ForIndex(new RepositoryId(new Id128(1, 1)), index, new SessionId(new Id128(2, 2)), created: 0);
        using var writer = new IndexWriter(store, header, entries.Count);
        entries.ForEach(writer.Add);
        var summary = writer.Finish(Segments);
        return IndexReader.Open(store, index, summary.Size, summary.RootHash);
    }

    private ChunkId NextId()
    {
        var bytes = new byte[ChunkId.Size];
        _random.Fill(bytes);
        return ChunkId.Read(bytes);
    }
}
