using GeodeArchive.Backup.Collecting;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Scanning;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup.Repairing;

/// <summary>
/// Saves what is intact in a segment whose header, footer or trailer is not: walks its blocks by their own headers, stores each chunk that
/// matches its id once more, and puts the new segments in the old one's place. Memory: a block, and the ids of one segment's chunks.
/// </summary>
internal sealed class SegmentSalvage
{
    private readonly ArchiveRepository _repository;
    private readonly ArchiveDomain _domain;
    private readonly CollectOptions _options;
    private readonly VerifiedStore _store;

    public SegmentSalvage(ArchiveRepository repository, ArchiveDomain domain, CollectOptions options)
    {
        _repository = repository;
        _domain = domain;
        _options = options;
        _store = new VerifiedStore(repository.Store);
    }

    /// <summary>Saves what can be saved, or only counts it.</summary>
    /// <returns>How many of its chunks, equal ones once, were saved, or would be; 0 if nothing of it can be read.</returns>
    /// <exception cref="RepositoryException">The store failed, or the session was ended by somebody else.</exception>
    public long Run(SegmentAddRecord segment)
    {
        if (_options.IsDryRun)
        {
            return Scan(segment, (_, _) => { });
        }

        // A session is opened only where there is something to save.
        MoveSession? session = null;
        try
        {
            var count = Scan(segment, (id, content) =>
            {
                session ??= MoveSession.Open(_repository, _domain, _options.Host, _options.Program, CompressionSettings.Default);
                session.Add(segment.SegmentKind, id, content);
            });
            if (session is not null)
            {
                var targets = session.TakeSegments();
                session.Commit((state, numbers) => SegmentExchange.IsOfUse(state, segment.SegmentId)
                    ? SegmentExchange.Records(state, [(segment.Number, [.. targets.Select(target => numbers[target])])])
                    : []);
            }

            return count;
        }
        catch (RepositoryException)
        {
            session?.DemandNotFenced();
            throw;
        }
        finally
        {
            session?.Dispose();
        }
    }

    private long Scan(SegmentAddRecord segment, SavedChunk save)
    {
        try
        {
            var source = new ObjectByteSource(_store, RepositoryNames.Segment(segment.SegmentId), segment.Size);
            using var scanner = new SegmentScanner(source, _ => { }) { Domain = _domain };
            scanner.ReadHeader();
            if (_domain.Domain == Domain.Encrypted && scanner.Header?.Encryption != _domain.Encryption)
            {
                // Without the header its key is lost; and nobody may slip plain chunks in among encrypted ones.
                return 0;
            }

            scanner.ReadTrailer();
            scanner.ReadFooter();
            return Scan(scanner, save);
        }
        catch (ObjectException error) when (error.Error == ObjectError.NotFound)
        {
            return 0;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        catch (ArchiveFormatException)
        {
            return 0;
        }
    }

    private static long Scan(SegmentScanner scanner, SavedChunk save)
    {
        var saved = new HashSet<ChunkId>();
        while (scanner.TryReadBlock(out var block))
        {
            if (scanner.ChunksIntact.Count == 0)
            {
                continue;
            }

            var number = 0;
            foreach (var chunk in ChunkDirectory.Decode(block.Plain, block.Offset))
            {
                if (scanner.ChunksIntact[number++] && saved.Add(chunk.Id))
                {
                    save(chunk.Id, block.Plain.Slice(chunk.Offset, chunk.Length));
                }
            }
        }

        return saved.Count;
    }

    private delegate void SavedChunk(ChunkId id, ReadOnlySpan<byte> content);
}
