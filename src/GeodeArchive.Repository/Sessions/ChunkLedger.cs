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
internal sealed class ChunkLedger : IStoredChunks, IDisposable
{
    /// <summary>About 75 bytes of memory each, a third of that for what is spilled.</summary>
    private const int ClaimsInMemoryMax = 250_000;

    private const int CandidatesMax = 16;
    private const int NotStored = -1;

    private readonly ChunkIndex _index;
    private readonly SegmentCatalog _catalog;
    private readonly IGate _gate;
    private Dictionary<ChunkId, int> _claims = [];
    private readonly List<SegmentSummary> _segments = [];
    private Dictionary<SegmentId, int> _ordinals = [];
    private readonly SpilledIndexes _spilled;
    private readonly int _claimsInMemoryMax;
    private readonly IReuseCheck? _check;
    private IndexEntry[] _spilling = [];
    private bool[] _used;

    public ChunkLedger(
        IObjectStore store,
        IScheduler scheduler,
        RepositoryState state,
        ChunkIndex index,
        SegmentCatalog catalog,
        SessionId session,
        int claimsInMemoryMax = ClaimsInMemoryMax,
        IReuseCheck? check = null)
    {
        _check = check;
        _index = index;
        _catalog = catalog;
        _spilled = new SpilledIndexes(store, index.Domain, session);
        _used = new bool[state.NextSegmentNumber.Value];
        _gate = scheduler.CreateGate();
        _claimsInMemoryMax = claimsInMemoryMax;
    }

    /// <summary>Indexes that the session has written.</summary>
    public IReadOnlyList<IndexSummary> Indexes => _spilled.Summaries;

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
    public IEnumerable<SegmentNumber> Used =>
        _used.Index().Where(segment => segment.Item).Select(segment => new SegmentNumber((uint)segment.Index));

    /// <summary>
    /// Says what to do with a chunk that the backup needs; a chunk is <see cref="ChunkClaim.New"/> to one caller only.
    /// </summary>
    public ChunkClaim Claim(ChunkId id)
    {
        // What the repository holds is found without a gate.
        if (TryUse(id))
        {
            return ChunkClaim.InRepository;
        }

        // In this order: a spill takes what was claimed over to what is spilled.
        if (IsClaimed(id) || IsSpilled(id))
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
        // Null also for chunks of this session's own segments, whose tables the catalog holds but which have no number yet.
        while (_index.FindSegment(id) is { } segment)
        {
            // Almost all chunks are in a segment that is used already: no gate for them.
            var used = Volatile.Read(ref _used);
            if (segment.Value < used.Length && used[segment.Value])
            {
                return true;
            }

            // What may not be relied on counts as damaged, and is not found again.
            if (_check is null || _check.MayRely(_index.State.FindSegment(segment)!))
            {
                NoteUsed(segment);
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Stored(SegmentSummary segment, IReadOnlyList<ChunkDirectoryEntry> chunks)
    {
        _gate.Enter();
        try
        {
            var ordinal = _segments.Count;
            _segments.Add(segment);
            _ordinals.Add(segment.Id, ordinal);
            foreach (var chunk in chunks)
            {
                _claims[chunk.Id] = ordinal;
            }

            if (_claims.Count >= _claimsInMemoryMax)
            {
                Spill();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Writes the index of the session; all segments are durable now, and nothing is claimed any more.</summary>
    public void Finish()
    {
        _gate.Enter();
        try
        {
            Spill();
            if (_claims.Count > 0)
            {
                throw new InvalidOperationException($"{_claims.Count} chunks were claimed and never stored");
            }

            // What is left to do takes as much memory as all before.
            _claims = [];
            _ordinals = [];
            _spilling = [];
            _spilled.Finish();
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Gives the indexes of the session back; it claims nothing any more.</summary>
    public void Dispose() => _spilled.Dispose();

    private void NoteUsed(SegmentNumber segment)
    {
        _gate.Enter();
        try
        {
            if (segment.Value >= _used.Length)
            {
                var longer = new bool[Math.Max(segment.Value + 1, _used.Length * 2L)];
                _used.CopyTo(longer, 0);
                Volatile.Write(ref _used, longer);
            }

            _used[segment.Value] = true;
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

    private bool IsSpilled(ChunkId id)
    {
        if (_spilled.IsEmpty)
        {
            return false;
        }

        if (_catalog.TryFindRecent(id, out var recent, out _) && FindOwn(recent.Segment.Id) is not null)
        {
            return true;
        }

        Span<SegmentId> candidates = stackalloc SegmentId[CandidatesMax];
        foreach (var candidate in candidates[.._spilled.Find(id, candidates)])
        {
            if (!_index.Domain.CanRead || _catalog.Get(SegmentReference.From(FindOwn(candidate)!)).TryFind(id, out _))
            {
                return true;
            }
        }

        return false;
    }

    private SegmentSummary? FindOwn(SegmentId id)
    {
        _gate.Enter();
        try
        {
            return _ordinals.TryGetValue(id, out var ordinal) ? _segments[ordinal] : null;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Spill()
    {
        var waiting = new List<ChunkId>();
        var ordinals = new HashSet<int>();
        foreach (var (id, ordinal) in _claims)
        {
            if (ordinal == NotStored)
            {
                waiting.Add(id);
            }
            else
            {
                ordinals.Add(ordinal);
            }
        }

        if (ordinals.Count == 0)
        {
            return;
        }

        var segments = ordinals.Select(ordinal => _segments[ordinal].Id).Order().ToArray();
        try
        {
            _spilled.Add(EntriesOf(segments, _claims.Count - waiting.Count), segments);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }

        _claims.Clear();
        foreach (var id in waiting)
        {
            _claims.Add(id, NotStored);
        }
    }

    /// <summary>The sorted entries of the chunks that are stored, in memory that is kept for the next time.</summary>
    private Span<IndexEntry> EntriesOf(SegmentId[] segments, int count)
    {
        var numbers = segments.Index().ToDictionary(segment => _ordinals[segment.Item], segment => (uint)segment.Index);
        if (_spilling.Length < count)
        {
            _spilling = new IndexEntry[count];
        }

        var length = 0;
        foreach (var (id, ordinal) in _claims)
        {
            if (ordinal != NotStored)
            {
                _spilling[length++] = new IndexEntry(id.Prefix, numbers[ordinal]);
            }
        }

        var entries = _spilling.AsSpan(0, length);
        entries.Sort();
        return entries;
    }
}
