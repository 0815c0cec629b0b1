using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Tests.Io;

namespace GeodeArchive.Tests.Repository;

/// <summary>Indexes are given back when nobody looks into them any more: not earlier, and not later.</summary>
public sealed class IndexSetTests
{
    private static readonly ChunkPrefix Prefix = ChunkId.OfPlain("chunk"u8).Prefix;

    [Fact]
    public void Unused_set_lets_go_at_once_and_lets_nobody_in_again() => SimulatedRepository.Run(1, (_, repository) =>
    {
        var reader = NewReader(repository);
        var set = new IndexSet([reader]);
        Assert.True(set.TryEnter(out var use));
        use.Dispose();
        Assert.False(IsGivenBack(reader));
        set.Retire();
        Assert.True(IsGivenBack(reader));
        Assert.False(set.TryEnter(out use));
        use.Dispose();
        Assert.Throws<InvalidOperationException>(set.Retire);
    });

    [Fact]
    public void Last_of_those_who_look_lets_go() => SimulatedRepository.Run(2, (_, repository) =>
    {
        var reader = NewReader(repository);
        var set = new IndexSet([reader]);
        Assert.True(set.TryEnter(out var first));
        Assert.True(set.TryEnter(out var second));
        set.Retire();
        Assert.False(set.TryEnter(out IndexSet.Use _));
        Assert.False(IsGivenBack(reader));
        first.Dispose();
        Assert.False(IsGivenBack(reader));
        second.Dispose();
        Assert.True(IsGivenBack(reader));
    });

    [Fact]
    public void Index_that_two_later_sets_took_over_outlives_who_looks_into_the_first() => SimulatedRepository.Run(3, (_, repository) =>
    {
        var shared = NewReader(repository);
        var gone = NewReader(repository);
        var first = new IndexSet([shared, gone]);
        Assert.True(first.TryEnter(out var use));
        var second = new IndexSet([shared]);
        first.Retire();
        var third = new IndexSet([shared]);
        second.Retire();
        third.Retire();
        Assert.False(IsGivenBack(shared));
        Assert.False(IsGivenBack(gone));
        use.Dispose();
        Assert.True(IsGivenBack(shared));
        Assert.True(IsGivenBack(gone));
    });

    /// <summary>On real threads: the simulator changes workers only where they wait.</summary>
    [Fact]
    public void Workers_never_see_an_index_that_was_given_back_and_all_are_in_the_end()
    {
        using var directory = new TemporaryDirectory();
        var machine = SystemMachine.Create();
        using var store = new LocalObjectStore(machine.Files.OpenDirectory(directory.Path), machine.Entropy);
        var domain = ArchiveDomain.Plain(machine, Format.Samples.RepositoryHeader);
        var summary = Write(store, domain);
        var current = new IndexSet([OpenReader()]);
        var opened = new List<IndexReader>(current.Readers);
        var isDone = false;
        long lookCount = 0;
        var workers = new WorkerGroup(machine.Scheduler, _ => Volatile.Write(ref isDone, true));
        workers.Start("looker", 4, _ =>
        {
            while (!Volatile.Read(ref isDone))
            {
                IndexSet.Use use;
                IndexSet set;
                do
                {
                    set = Volatile.Read(ref current);
                }
                while (!set.TryEnter(out use));

                using (use)
                {
                    Assert.All(set.Readers, reader => Assert.True(reader.MayContain(Prefix)));
                }

                Interlocked.Increment(ref lookCount);
            }
        });
        for (var i = 0; i < 500; i++)
        {
            // Each index stays for three sets.
            opened.Add(OpenReader());
            var before = current;
            Volatile.Write(ref current, new IndexSet(opened.TakeLast(3)));
            before.Retire();
            for (var seen = Interlocked.Read(ref lookCount); Interlocked.Read(ref lookCount) == seen && !Volatile.Read(ref isDone);)
            {
                Thread.Yield();
            }
        }

        Volatile.Write(ref isDone, true);
        workers.Join();
        current.Retire();
        Assert.Equal(501, opened.Count);
        Assert.All(opened, reader => Assert.True(IsGivenBack(reader)));

        IndexReader OpenReader() => IndexReader.Open(store, domain, summary.Id, summary.Size, summary.RootHash);
    }

    private static bool IsGivenBack(IndexReader reader)
    {
        try
        {
            return !reader.MayContain(Prefix);
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private static IndexReader NewReader(ArchiveRepository repository)
    {
        var summary = Write(repository.Store, repository.PlainDomain);
        return IndexReader.Open(repository.Store, repository.PlainDomain, summary.Id, summary.Size, summary.RootHash);
    }

    private static IndexSummary Write(IObjectStore store, ArchiveDomain domain)
    {
        using var writer = new IndexWriter(store, domain, new SessionId(new Id128(1, 1)), 1);
        writer.Add(new IndexEntry(Prefix, 0));
        return writer.Finish([new SegmentId(new Id128(2, 2))]);
    }
}
