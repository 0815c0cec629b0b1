using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.IndexScale;

/// <summary>
/// A first backup as the index sees it: every chunk is claimed, found to be new and noted as stored; indexes are spilled and merged; all is
/// committed. There are no segments.
/// </summary>
internal static class Filling
{
    public static void Run(Scale scale)
    {
        var machine = SystemMachine.Create();
        using var repository = ArchiveRepository.OpenOrCreate(
            machine, new LocalObjectStore(machine.Files.OpenDirectory(FilePath.From(scale.Directory)), machine.Entropy));
        var session = new SessionId(Identities.NewId(machine.Entropy));
        repository.Log.Commit(session, state =>
        [
            new SessionOpenRecord(session, state.Number, WallTime.Now(machine.Clock), "host", "index-scale"),
        ]);
        var catalog = new SegmentCatalog(repository.Store, repository.PlainDomain, machine.Scheduler, Looking.TablesMemoryMax);
        var index = ChunkIndex.Open(repository.Store, machine.Scheduler, repository.State, catalog);
        var ledger = new ChunkLedger(repository.Store, machine.Scheduler, repository.State, index, catalog, session);
        var start = machine.Clock.GetTimestamp();
        var segments = Claim(scale, repository, session, ledger);
        var claimed = machine.Clock.GetElapsedTime(start);
        ledger.Finish();
        var merged = machine.Clock.GetElapsedTime(start) - claimed;
        index.Dispose();
        repository.Log.Commit(session, state => CommitChange.Make(
            state, session, Domain.Plain, segments, [], ledger, SyntheticBackup.Describe(session), WallTime.Now(machine.Clock)).Records);
        var whole = machine.Clock.GetElapsedTime(start);
        Report.Rate("first backup: claims of new chunks, spilled and merged on the way, /s", scale.ChunkCount / claimed.TotalSeconds);
        Report.Row("first backup: the last merge to one index, s", $"{merged.TotalSeconds:F1}");
        Report.Row("first backup: whole session with its commit, s", $"{whole.TotalSeconds:F1}");
        Report.Row("indexes left", $"{ledger.Indexes.Count}", "1");
        Report.PeakMemory("first backup");
    }

    private static List<SegmentSummary> Claim(Scale scale, ArchiveRepository repository, SessionId session, ChunkLedger ledger)
    {
        using var ids = new SyntheticIds(scale.ChunksPerSegment);
        using var writer = new SyntheticSegments(scale.Directory, repository.PlainDomain, session);
        var segments = new List<SegmentSummary>(scale.SegmentCount);
        var batch = new ChunkId[scale.ChunksPerSegment];
        var chunks = new ChunkDirectoryEntry[batch.Length];
        for (var segment = 0; segment < scale.SegmentCount; segment++)
        {
            ids.Get(segment * (long)batch.Length, batch);
            for (var i = 0; i < batch.Length; i++)
            {
                if (ledger.Claim(batch[i]) != ChunkClaim.New)
                {
                    throw new InvalidOperationException($"chunk {i} of segment {segment} is not new");
                }

                chunks[i] = SyntheticSegments.Chunk(batch[i]);
            }

            segments.Add(writer.Name(chunks.Length));
            ledger.Stored(segments[^1], chunks);
        }

        return segments;
    }
}
