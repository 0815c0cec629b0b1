using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;
using GeodeArchive.Tests.Backup;

namespace GeodeArchive.Tests.Repository;

/// <summary>Indexes of a repository are merged by the commits that add them; what is found stays the same.</summary>
public sealed class IndexMergingTests
{
    [Fact]
    public void Merged_index_holds_what_is_live_of_all_indexes_once() => SimulatedRepository.Run(1, (_, repository) =>
    {
        var segments = Enumerable.Range(0, 9).Select(_ => new SegmentId(Identities.NewId(repository.Machine.Entropy))).ToArray();
        Dictionary<ChunkId, SegmentId[]>[] contents =
        [
            Chunks(0, 3000, segments[..4]), Chunks(2000, 3000, segments[3..6]), Chunks(0, 3000, segments[..4]), Chunks(9000, 1, segments[6..]),
        ];
        var sources = Array.ConvertAll(contents, content => Write(repository, content));
        var merged = Merge(repository, sources, segment => segment != segments[1])!;
        merged.Verify();
        var live = contents.SelectMany(content => content.Values).SelectMany(places => places).Distinct().Where(segment => segment != segments[1]);
        Assert.Equal(live.Order(), merged.Footer.Segments);
        Span<SegmentId> found = stackalloc SegmentId[16];
        var expectedCount = 0;
        foreach (var chunk in contents.SelectMany(content => content.Keys).Distinct())
        {
            var expected = contents.SelectMany(content => content.GetValueOrDefault(chunk) ?? []).Where(segment => segment != segments[1]).Distinct().Order();
            Assert.Equal(expected, found[..merged.Find(chunk, found)].ToArray());
            expectedCount += expected.Count();
        }

        Assert.Equal(expectedCount, merged.Footer.EntryCount);
        Assert.Null(Merge(repository, sources, _ => false));
    });

    [Fact]
    public void Damaged_page_of_a_source_ends_the_merge() => SimulatedRepository.Run(2, (machine, repository) =>
    {
        var source = Write(repository, Chunks(0, 1000, [new SegmentId(Identities.NewId(repository.Machine.Entropy))]));
        machine.Disk.FlipBits($"{SimulatedRepository.Root}/{RepositoryNames.Index(source.Id)}", IndexPage.OffsetOf(3) + 100, 1);
        var error = Assert.Throws<RepositoryException>(() => Merge(repository, [source], _ => true));
        Assert.Equal((RepositoryNames.Index(source.Id).Text, IndexPage.OffsetOf(3)), (error.DamagedKey, error.DamagedOffset!.Value));
    });

    [Fact]
    public void Eighth_backup_leaves_one_index_and_every_chunk_is_found() => SimulatedRepository.Run(3, (machine, repository) =>
    {
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(i, repository.State.Indexes.Count);
            Commit(repository, i);
        }

        Assert.Single(repository.State.Indexes);
        Assert.Empty(repository.State.OpenSessions);
        using var other = SimulatedRepository.Open(machine.Machine);
        var index = OpenIndex(other);
        Assert.Single(index.Readers);
        Assert.All(Enumerable.Range(0, 8), i => Assert.True(index.TryFind(ChunkOf(i), out _, out _)));
        Assert.Empty(index.Damages);
    });

    [Fact]
    public void Who_finds_that_another_merged_first_leaves_everything_as_it_is() => SimulatedRepository.Run(4, (machine, repository) =>
    {
        for (var i = 0; i < 7; i++)
        {
            Commit(repository, i);
        }

        // This one has read a state with eight indexes, and does not know that they were merged meanwhile.
        using var other = SimulatedRepository.Open(machine.Machine);
        var session = new SessionId(new Id128(7, 7));
        var last = Write(repository, Chunks(100, 1, [repository.State.Segments.First().SegmentId]));
        var file = machine.Disk.ReadFile($"{SimulatedRepository.Root}/{RepositoryNames.Index(last.Id)}");
        var trailer = Trailer.Decode(file.AsSpan(file.Length - Trailer.Size), file.Length - Trailer.Size);
        repository.Log.Commit(session, state =>
        [
            new SessionOpenRecord(session, state.Number, 0, "host", "test"),
            new IndexSummary(last.Id, file.Length, 1, trailer.RootHash).ToRecord(session, Domain.Plain),
            new SessionCloseRecord(session, SessionOutcome.Committed),
        ]);
        other.Log.Refresh();
        IndexMaintenance.Run(repository, repository.PlainDomain, "host", "test");
        var merged = Assert.Single(repository.State.Indexes);
        Assert.Equal(8, other.State.Indexes.Count);
        IndexMaintenance.Run(other, other.PlainDomain, "host", "test");
        Assert.Equal(merged.IndexId, Assert.Single(other.State.Indexes).IndexId);
        Assert.Empty(other.State.OpenSessions);
    });

    [Fact]
    public void Session_of_many_chunks_leaves_one_index_and_no_other_file() => SimulatedRepository.Run(5, (_, repository) =>
    {
        var catalog = new SegmentCatalog(repository.Store, repository.PlainDomain, repository.Machine.Scheduler, 1 << 20);
        var state = repository.State;
        var index = ChunkIndex.Open(repository.Store, repository.Machine.Scheduler, state, catalog);
        var ledger = new ChunkLedger(
            repository.Store, repository.Machine.Scheduler, state, index, catalog, new SessionId(new Id128(1, 1)), claimsInMemoryMax: 500);
        for (var segment = 0; segment < 100; segment++)
        {
            var id = new SegmentId(Identities.NewId(repository.Machine.Entropy));
            var chunks = Enumerable.Range(segment * 100, 100).Select(i => new ChunkDirectoryEntry(ChunkOf(i), 1)).ToArray();
            Assert.All(chunks, chunk => Assert.Equal(ChunkClaim.New, ledger.Claim(chunk.Id)));
            ledger.Stored(new SegmentSummary(id, SegmentKind.Data, 0, 1, 1, chunks.Length, default), chunks);
        }

        ledger.Finish();
        var summary = Assert.Single(ledger.Indexes);
        Assert.Equal(10_000, summary.EntryCount);
        Assert.Single(repository.Store.List(RepositoryNames.IndexPrefix));
        IndexReader.Open(repository.Store, repository.PlainDomain, summary.Id, summary.Size, summary.RootHash).Verify();
    });

    private static void Commit(ArchiveRepository repository, int number)
    {
        var catalog = new SegmentCatalog(repository.Store, repository.PlainDomain, repository.Machine.Scheduler, 1 << 20);
        using var session = WriteSession.Open(repository, catalog, "host", "test");
        using var packer = session.CreatePacker(SegmentKind.Data, CompressionSettings.Parse("none"));
        Assert.Equal(ChunkClaim.New, session.Claim(ChunkOf(number)));
        packer.Add(ChunkOf(number), BitConverter.GetBytes(number));
        packer.Flush();
        session.Commit(() => MadeUpBackup.Describe(session.Id, ChunkOf(number), $"backup-{number}", 0, 0, 0));
        Assert.Null(session.MergeFailure);
    }

    private static ChunkIndex OpenIndex(ArchiveRepository repository)
    {
        var catalog = new SegmentCatalog(repository.Store, repository.PlainDomain, repository.Machine.Scheduler, 1 << 20);
        return ChunkIndex.Open(repository.Store, repository.Machine.Scheduler, repository.State, catalog);
    }

    private static Dictionary<ChunkId, SegmentId[]> Chunks(int first, int count, SegmentId[] segments) => Enumerable.Range(first, count)
        .ToDictionary(ChunkOf, i => i % 5 == 0 ? segments : [segments[i % segments.Length]]);

    private static IndexReader Write(ArchiveRepository repository, Dictionary<ChunkId, SegmentId[]> chunks)
    {
        var segments = chunks.Values.SelectMany(places => places).Distinct().Order().ToArray();
        var entries = chunks
            .SelectMany(chunk => chunk.Value.Select(place => new IndexEntry(chunk.Key.Prefix, (uint)Array.IndexOf(segments, place))))
            .Order()
            .ToList();
        using var writer = new IndexWriter(repository.Store, repository.PlainDomain, new SessionId(new Id128(1, 1)), entries.Count);
        entries.ForEach(writer.Add);
        var summary = writer.Finish(segments);
        return IndexReader.OpenForCursor(repository.Store, repository.PlainDomain, summary.Id, summary.Size, summary.RootHash);
    }

    private static IndexReader? Merge(ArchiveRepository repository, IndexReader[] sources, Func<SegmentId, bool> isLive)
    {
        var session = new SessionId(new Id128(1, 1));
        return IndexMerger.Merge(repository.Store, repository.PlainDomain, session, sources, isLive) is { } summary
            ? IndexReader.Open(repository.Store, repository.PlainDomain, summary.Id, summary.Size, summary.RootHash)
            : null;
    }

    private static ChunkId ChunkOf(int number) => ChunkId.OfPlain(BitConverter.GetBytes(number));
}
