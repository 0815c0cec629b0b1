using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sorting;

namespace GeodeArchive.IndexScale;

/// <summary>
/// Makes the repository that is looked into: one index of all chunks; and segments, of which the first are files.
/// </summary>
internal static class Making
{
    public static void Run(Scale scale)
    {
        var machine = SystemMachine.Create();
        using var repository = ArchiveRepository.OpenOrCreate(
            machine, new LocalObjectStore(machine.Files.OpenDirectory(FilePath.From(scale.Directory)), machine.Entropy));
        var session = new SessionId(Identities.NewId(machine.Entropy));
        var segments = MakeSegments(scale, repository.PlainDomain, session);
        var table = segments.Select(segment => segment.Id).Order().ToArray();
        var numbers = Array.ConvertAll(segments, segment => (uint)Array.BinarySearch(table, segment.Id));
        var index = WriteIndex(scale, repository, session, table, numbers);
        repository.Log.Commit(session, state =>
        [
            new SessionOpenRecord(session, state.Number, WallTime.Now(machine.Clock), "host", "index-scale"),
            .. segments.Select((segment, number) => Record(segment, number + 1, session)),
            index.ToRecord(session, Domain.Plain),
            new SessionCloseRecord(session, SessionOutcome.Committed),
        ]);
    }

    private static SegmentSummary[] MakeSegments(Scale scale, ArchiveDomain domain, SessionId session)
    {
        using var ids = new SyntheticIds(scale.ChunksPerSegment);
        using var writer = new SyntheticSegments(scale.Directory, domain, session);
        var batch = new ChunkId[scale.ChunksPerSegment];
        var segments = new SegmentSummary[scale.SegmentCount];
        for (var segment = 0; segment < segments.Length; segment++)
        {
            if (segment >= scale.FileSegmentCount)
            {
                segments[segment] = writer.Name(batch.Length);
                continue;
            }

            ids.Get(segment * (long)batch.Length, batch);
            segments[segment] = writer.Write(Array.ConvertAll(batch, SyntheticSegments.Chunk));
        }

        return segments;
    }

    private static IndexSummary WriteIndex(
        Scale scale, ArchiveRepository repository, SessionId session, SegmentId[] table, uint[] numbers)
    {
        using var ids = new SyntheticIds(scale.ChunksPerSegment);
        using var writer = new IndexWriter(
            repository.Store, repository.PlainDomain, session, (long)scale.SegmentCount * scale.ChunksPerSegment);
        var batch = new ChunkId[scale.ChunksPerSegment];
        using var entries = new ExternalSorter<IndexEntry>(repository.Store);
        for (var segment = 0; segment < scale.SegmentCount; segment++)
        {
            ids.Get(segment * (long)batch.Length, batch);
            foreach (var id in batch)
            {
                entries.Add(new IndexEntry(id.Prefix, numbers[segment]));
            }
        }

        foreach (var entry in entries.ReadSorted())
        {
            writer.Add(entry);
        }

        return writer.Finish(table);
    }

    private static SegmentAddRecord Record(SegmentSummary segment, int number, SessionId session) => new()
    {
        Number = new SegmentNumber((uint)number),
        SegmentId = segment.Id,
        SessionId = session,
        SegmentKind = segment.Kind,
        Domain = Domain.Plain,
        Size = segment.Size,
        PlainSize = segment.PlainSize,
        ChunkCount = segment.ChunkCount,
        RootHash = segment.RootHash,
        Verified = 0,
    };
}
