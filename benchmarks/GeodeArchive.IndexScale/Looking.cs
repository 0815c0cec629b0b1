using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.IndexScale;

/// <summary>Look-ups of chunks that are not there, and of chunks in the order in which they were stored.</summary>
internal sealed class Looking
{
    /// <summary>As the pipelines have it.</summary>
    public const long TablesMemoryMax = 32 << 20;

    private readonly Scale _scale;
    private readonly Machine _machine;
    private readonly ChunkIndex _index;
    private readonly ChunkLedger _ledger;
    private long _nextAbsent;
    private int _nextSegment;

    private Looking(Scale scale, Machine machine, ArchiveRepository repository)
    {
        _scale = scale;
        _machine = machine;
        var catalog = new SegmentCatalog(repository.Store, repository.PlainDomain, machine.Scheduler, TablesMemoryMax);
        _index = ChunkIndex.Open(repository.Store, machine.Scheduler, repository.State, catalog);
        _ledger = new ChunkLedger(
            repository.Store, machine.Scheduler, repository.State, _index, catalog, new SessionId(Identities.NewId(machine.Entropy)));
        _nextAbsent = scale.SegmentCount * (long)scale.ChunksPerSegment;
    }

    public static void Run(Scale scale)
    {
        var machine = SystemMachine.Create();
        var start = machine.Clock.GetTimestamp();
        using var repository = ArchiveRepository.Open(
            machine, new LocalObjectStore(machine.Files.OpenDirectory(FilePath.From(scale.Directory)), machine.Entropy));
        var looking = new Looking(scale, machine, repository);
        Report.Row("opening the repository and its index, s", $"{machine.Clock.GetElapsedTime(start).TotalSeconds:F1}");
        var footer = looking._index.Readers.Sum(reader => reader.Footer.FilterSize + (8.0 * reader.Footer.PageCount));
        var chunkCount = scale.SegmentCount * (double)scale.ChunksPerSegment;
        Report.Row("filter and fences, bytes for a chunk", $"{footer / chunkCount:F3}", "1.2 at most");
        looking.CountFalsePositives();

        // The pipelines have two workers a processor: one reads a page while the other goes on.
        var processors = machine.Scheduler.ProcessorCount;
        int[] workerCounts = [1, processors, 2 * processors];
        looking.Measure("warming up", 1, looking.LookForAbsent, isReported: false);
        foreach (var workers in workerCounts)
        {
            looking.Measure($"negative look-ups, {workers} workers, /s", workers, looking.LookForAbsent, "2,000,000");
        }

        foreach (var workers in workerCounts)
        {
            looking.Measure($"stream-order hits, {workers} workers, /s", workers, looking.LookForStored, "1,000,000");
        }

        Report.PeakMemory("look-ups");
    }

    private void CountFalsePositives()
    {
        var batch = new ChunkId[4096];
        using var ids = new SyntheticIds(batch.Length);
        long invented = 0;
        const int Batches = 1000;
        for (var i = 0; i < Batches; i++)
        {
            ids.Get(_nextAbsent, batch);
            _nextAbsent += batch.Length;
            invented += batch.Count(id => _index.Readers.Any(reader => reader.MayContain(id.Prefix)));
        }

        Report.Row("absent chunks that the filters do not deny, %", $"{100.0 * invented / (Batches * (long)batch.Length):F3}");
    }

    private void Measure(
        string what, int workerCount, Func<SyntheticIds, ChunkId[], long> look, string atLeast = "", bool isReported = true)
    {
        var start = _machine.Clock.GetTimestamp();
        var counts = new long[workerCount];
        var workers = new WorkerGroup(_machine.Scheduler, _ => { });
        workers.Start("looker", workerCount, worker =>
        {
            var batch = new ChunkId[_scale.ChunksPerSegment];
            using var ids = new SyntheticIds(batch.Length);
            while (_machine.Clock.GetElapsedTime(start) < _scale.Duration)
            {
                counts[worker] += look(ids, batch);
            }
        });
        workers.Join();
        if (isReported)
        {
            Report.Rate(what, counts.Sum() / _machine.Clock.GetElapsedTime(start).TotalSeconds, atLeast);
        }
    }

    private long LookForAbsent(SyntheticIds ids, ChunkId[] batch)
    {
        ids.Get(Interlocked.Add(ref _nextAbsent, batch.Length), batch);
        foreach (var id in batch)
        {
            Require(!_index.TryFind(id, out _, out _), "an absent chunk was found");
        }

        return batch.Length;
    }

    /// <summary>One segment after another, each by one worker, from a place that nobody has read yet.</summary>
    private long LookForStored(SyntheticIds ids, ChunkId[] batch)
    {
        var segment = Interlocked.Increment(ref _nextSegment) % _scale.FileSegmentCount;
        ids.Get(segment * (long)batch.Length, batch);
        foreach (var id in batch)
        {
            Require(_ledger.Claim(id) == ChunkClaim.InRepository, "a stored chunk was not found");
        }

        return batch.Length;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }
}
