using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup.Collecting;

/// <summary>
/// Copies chunks that are needed out of segments that are to go, block by block, each compared with its id, and commits: new segments, the
/// changed lists of the backups, the old segments retired. One commit for every so many segments: what a kill costs is bounded.
/// </summary>
internal sealed class ChunkMover : IDisposable
{
    private const int SourceCountMax = 64;

    private readonly ArchiveRepository _repository;
    private readonly CollectOptions _options;
    private readonly CollectResult _result;
    private readonly ChunkReader _chunks;
    private readonly HashSet<BackupId> _walked;
    private readonly List<MovedSegment> _moved = [];
    private MoveSession? _session;

    /// <summary>Makes a mover.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="result">Is told what was done.</param>
    /// <param name="chunks">Reads chunks.</param>
    /// <param name="walked">Backups whose needs are known: a segment that another one lists stays.</param>
    public ChunkMover(
        ArchiveRepository repository, CollectOptions options, CollectResult result, ChunkReader chunks, HashSet<BackupId> walked)
    {
        _repository = repository;
        _options = options;
        _result = result;
        _chunks = chunks;
        _walked = walked;
    }

    /// <summary>Copies what is needed of a segment.</summary>
    public void Move(SegmentTable table, HashSet<ChunkPrefix> live)
    {
        _session ??= MoveSession.Open(_repository, _chunks.Domain, _options.Host, _options.Program, CompressionSettings.Default);
        try
        {
            long size = 0;

            // By whole ids: of chunks that only begin alike each is needed, of a chunk that is there twice one.
            var copied = new HashSet<ChunkId>();
            foreach (var chunk in table.Chunks.Where(chunk => live.Contains(chunk.Id.Prefix) && copied.Add(chunk.Id)))
            {
                using var lease = _chunks.Read(chunk.Id);
                _session.Add(table.Segment.Kind, chunk.Id, lease.Bytes);
                size += chunk.Length;
            }

            _moved.Add(new MovedSegment(table.Segment.Id, _session.TakeSegments(), size));
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            // What was copied of it is a copy that nobody needs.
            _session.TakeSegments();
            _result.AddNote($"{damage.Message}; {RepositoryNames.Segment(table.Segment.Id)} was left as it is");
        }

        if (_moved.Count == SourceCountMax)
        {
            Commit();
        }
    }

    /// <summary>Commits what was moved and not committed yet.</summary>
    public void Commit()
    {
        if (_session is null)
        {
            return;
        }

        List<MovedSegment> done = [];
        _session.Commit((state, numbers) => Change(state, numbers, out done));
        foreach (var moved in done)
        {
            _result.MovedSegmentCount++;
            _result.MovedSize += moved.Size;
        }

        _moved.Clear();
        _session.Dispose();
        _session = null;
    }

    /// <summary>Says so if somebody else ended the session.</summary>
    public void DemandNotFenced() => _session?.DemandNotFenced();

    public void Dispose() => _session?.Dispose();

    private List<ManifestRecord> Change(
        RepositoryState state, IReadOnlyDictionary<SegmentId, SegmentNumber> added, out List<MovedSegment> done)
    {
        done = [];
        var exchanged = new List<(SegmentNumber Old, IReadOnlyList<SegmentNumber> New)>();
        foreach (var moved in _moved.Where(moved => SegmentExchange.IsOfUse(state, moved.Source)))
        {
            // A backup that was made meanwhile may rely on anything in it.
            var source = state.FindSegment(moved.Source)!.Number;
            if (state.Backups.All(backup => _walked.Contains(backup.BackupId) || !backup.Segments.Contains(source)))
            {
                exchanged.Add((source, [.. moved.Targets.Select(target => added[target])]));
                done.Add(moved);
            }
        }

        return SegmentExchange.Records(state, exchanged);
    }

    /// <summary>A segment and where what is needed of it went.</summary>
    private sealed record MovedSegment(SegmentId Source, IReadOnlyCollection<SegmentId> Targets, long Size);
}
