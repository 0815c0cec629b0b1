using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Sessions;

/// <summary>
/// What a session knows of chunks: which it has claimed, where they went, and which segments of the repository it relies on.
/// New chunks are held in memory up to a number, then written as an index of the session and looked up there. Safe for several
/// workers.
/// </summary>
internal sealed class ChunkLedger : IStoredChunks
{
    /// <summary>About 60 bytes of memory each.</summary>
    private const int ClaimsInMemoryMax = 400_000;

    private const int CandidatesMax = 16;
    private const int NotStored = -1;

    private readonly IObjectStore _store;
    private readonly ChunkIndex _index;
    private readonly SegmentCatalog _catalog;
    private readonly RepositoryState _state;
    private readonly Func<FileHeader> _newIndexHeader;
    private readonly IGate _gate;
    private readonly Dictionary<ChunkId, int> _claims = [];
    private readonly List<SegmentSummary> _segments = [];
    private readonly HashSet<uint> _used = [];
    private readonly List<IndexSummary> _indexes = [];
    private readonly int _claimsInMemoryMax;
    private WrittenIndex[] _written = [];

    public ChunkLedger(
        IObjectStore store,
        IScheduler scheduler,
        RepositoryState state,
        ChunkIndex index,
        SegmentCatalog catalog,
        Func<FileHeader> newIndexHeader,
        int claimsInMemoryMax = ClaimsInMemoryMax)
    {
        _store = store;
        _state = state;
        _index = index;
        _catalog = catalog;
        _newIndexHeader = newIndexHeader;
        _gate = scheduler.CreateGate();
        _claimsInMemoryMax = claimsInMemoryMax;
    }

    /// <summary>Indexes that the session has written.</summary>
    public IReadOnlyList<IndexSummary> Indexes => _indexes;

    /// <summary>Whether a segment of the session is durable.</summary>
    public bool HasSegments
    {
        get
        {
            _gate.Enter();
            try
            {
                return _segments.Count > 0;
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>Numbers of the repository's segments that the session relies on.</summary>
    public IEnumerable<SegmentNumber> Used => _used.Select(number => new SegmentNumber(number));

    /// <summary>
    /// Says what to do with a chunk that the backup needs; a chunk is <see cref="ChunkClaim.New"/> to one caller only.
    /// </summary>
    public ChunkClaim Claim(ChunkId id)
    {
        if (IsClaimed(id))
        {
            return ChunkClaim.InSession;
        }

        if (TryUse(id))
        {
            return ChunkClaim.InRepository;
        }

        if (IsWritten(id))
        {
            return ChunkClaim.InSession;
        }

        _gate.Enter();
        try
        {
            return _claims.TryAdd(id, NotStored) ? ChunkClaim.New : ChunkClaim.InSession;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Relies on a chunk that the repository holds; false if it does not hold it.</summary>
    public bool TryUse(ChunkId id)
    {
        if (!_index.TryFind(id, out var table, out _))
        {
            return false;
        }

        // The catalog also holds tables of this session's own segments, which have no number yet.
        if (_state.FindSegment(table.Segment.Id) is not { } segment)
        {
            return false;
        }

        _gate.Enter();
        try
        {
            _used.Add(segment.Number.Value);
        }
        finally
        {
            _gate.Exit();
        }

        return true;
    }

    /// <inheritdoc/>
    public void Stored(SegmentSummary segment, IReadOnlyList<ChunkDirectoryEntry> chunks)
    {
        _gate.Enter();
        try
        {
            var ordinal = _segments.Count;
            _segments.Add(segment);
            foreach (var chunk in chunks)
            {
                _claims[chunk.Id] = ordinal;
            }

            if (_claims.Count >= _claimsInMemoryMax)
            {
                WriteIndex();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Writes the index of what is not in one yet; all segments are durable now.</summary>
    public void Finish()
    {
        _gate.Enter();
        try
        {
            WriteIndex();
            if (_claims.Count > 0)
            {
                throw new InvalidOperationException($"{_claims.Count} chunks were claimed and never stored");
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    private bool IsClaimed(ChunkId id)
    {
        _gate.Enter();
        try
        {
            return _claims.ContainsKey(id);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private bool IsWritten(ChunkId id)
    {
        Span<SegmentId> candidates = stackalloc SegmentId[CandidatesMax];
        foreach (var written in Volatile.Read(ref _written))
        {
            var count = written.Reader.Find(id, candidates);
            foreach (var candidate in candidates[..count])
            {
                if (_catalog.Get(written.Segments[candidate]).TryFind(id, out _))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void WriteIndex()
    {
        var stored = _claims.Where(claim => claim.Value != NotStored).ToArray();
        if (stored.Length == 0)
        {
            return;
        }

        var references = stored.Select(claim => claim.Value).Distinct().Select(ordinal => SegmentReference.From(_segments[ordinal]))
            .ToDictionary(segment => segment.Id);
        var segments = references.Keys.Order().ToArray();
        var entries = Array.ConvertAll(
            stored,
            claim => new IndexEntry(claim.Key.Prefix, (uint)Array.BinarySearch(segments, _segments[claim.Value].Id)));
        Array.Sort(entries);
        try
        {
            using var writer = new IndexWriter(_store, _newIndexHeader(), entries.Length);
            foreach (var entry in entries)
            {
                writer.Add(entry);
            }

            var summary = writer.Finish(segments);
            _indexes.Add(summary);
            var reader = IndexReader.Open(_store, summary.Id, summary.Size, summary.RootHash);
            Volatile.Write(ref _written, [.. _written, new WrittenIndex(reader, references)]);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }

        foreach (var claim in stored)
        {
            _claims.Remove(claim.Key);
        }
    }

    /// <summary>An index of this session, and the segments that it names.</summary>
    private sealed record WrittenIndex(IndexReader Reader, IReadOnlyDictionary<SegmentId, SegmentReference> Segments);
}
