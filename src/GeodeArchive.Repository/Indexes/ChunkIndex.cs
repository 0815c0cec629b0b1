using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Finds chunks of the repository as it was at one manifest: the tables hit last, then the indexes, then the table of the
/// segment that an index names (an index holds half of a chunk id; the table decides). A damaged index or segment is passed over,
/// for the chunk may be held elsewhere too. Safe for several workers.
/// </summary>
public sealed class ChunkIndex
{
    private const int CandidatesMax = 16;

    private readonly RepositoryState _state;
    private readonly SegmentCatalog _catalog;
    private IndexReader[] _readers;
    private readonly IGate _gate;
    private readonly Dictionary<IndexId, RepositoryException> _damages;

    private ChunkIndex(
        RepositoryState state,
        SegmentCatalog catalog,
        IndexReader[] readers,
        IGate gate,
        Dictionary<IndexId, RepositoryException> damages)
    {
        _state = state;
        _catalog = catalog;
        _readers = readers;
        _gate = gate;
        _damages = damages;
    }

    /// <summary>The domain whose chunks it finds.</summary>
    public ArchiveDomain Domain => _catalog.Domain;

    /// <summary>The open indexes: those whose fixed parts are intact.</summary>
    public IReadOnlyList<IndexReader> Readers => _readers;

    /// <summary>What was found wrong with indexes and segments so far, one each.</summary>
    public IReadOnlyList<RepositoryException> Damages => [.. IndexDamages, .. _catalog.Damages];

    /// <summary>What was found wrong with indexes so far, one each.</summary>
    public IReadOnlyList<RepositoryException> IndexDamages
    {
        get
        {
            _gate.Enter();
            try
            {
                return [.. _damages.Values];
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>Opens all indexes of the state that are of the catalog's domain.</summary>
    /// <exception cref="RepositoryException">The store failed; damage is in <see cref="Damages"/>.</exception>
    public static ChunkIndex Open(IObjectStore store, IScheduler scheduler, RepositoryState state, SegmentCatalog catalog)
    {
        var readers = new List<IndexReader>();
        var damages = new Dictionary<IndexId, RepositoryException>();
        foreach (var index in state.Indexes.Where(index => index.Domain == catalog.Domain.Domain))
        {
            try
            {
                readers.Add(IndexReader.Open(store, catalog.Domain, index.IndexId, index.Size, index.RootHash));
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                damages.Add(index.IndexId, damage);
            }
        }

        return new ChunkIndex(state, catalog, [.. readers], scheduler.CreateGate(), damages);
    }

    /// <summary>
    /// Gives the indexes back once no worker looks for chunks any more; from now on nothing is found but what is in the tables hit last.
    /// </summary>
    internal void Close()
    {
        var readers = _readers;
        _readers = [];
        Array.ForEach(readers, reader => reader.Dispose());
    }

    /// <summary>The table of a segment, or null if the segment is damaged.</summary>
    public SegmentTable? TryTableOf(SegmentAddRecord segment) => _catalog.Get(SegmentReference.From(segment), out _);

    /// <summary>
    /// Finds the segment that holds a chunk. Keys that can read look into its table; others trust the half of the id that an index holds,
    /// which nobody can make collide without the keys.
    /// </summary>
    public SegmentNumber? FindSegment(ChunkId id)
    {
        if (Domain.CanRead)
        {
            return TryFind(id, out var table, out _) ? _state.FindNumber(table.Segment.Id) : null;
        }

        Span<SegmentId> candidates = stackalloc SegmentId[CandidatesMax];
        foreach (var reader in _readers)
        {
            var count = Find(reader, id, candidates);
            foreach (var candidate in candidates[..count])
            {
                if (_state.FindNumber(candidate) is { } segment)
                {
                    return segment;
                }
            }
        }

        return null;
    }

    /// <summary>Finds a chunk where it can be read.</summary>
    /// <returns>False if the repository does not hold it, or holds it only where something is damaged.</returns>
    public bool TryFind(ChunkId id, out SegmentTable table, out ChunkLocation place)
    {
        if (_catalog.TryFindRecent(id, out table, out place))
        {
            return true;
        }

        return TryFindCopy(id, 0, out table, out place);
    }

    /// <summary>Finds one of several places where a chunk can be read; numbers count from 0.</summary>
    public bool TryFindCopy(ChunkId id, int number, out SegmentTable table, out ChunkLocation place)
    {
        Span<SegmentId> candidates = stackalloc SegmentId[CandidatesMax];
        foreach (var reader in _readers)
        {
            var count = Find(reader, id, candidates);
            foreach (var candidate in candidates[..count])
            {
                // A segment that is not in this state is being collected, or belongs to an index made before it was.
                if (_state.FindSegment(candidate) is { } segment
                    && _catalog.Get(SegmentReference.From(segment), out _) is { } found
                    && found.TryFind(id, out place)
                    && number-- == 0)
                {
                    table = found;
                    return true;
                }
            }
        }

        table = null!;
        place = default;
        return false;
    }

    /// <summary>
    /// Why a chunk was not found: the damage of a segment that an index names for it, or that of an index that may have named it; null when
    /// nothing is damaged.
    /// </summary>
    public RepositoryException? WhyNotFound(ChunkId id)
    {
        Span<SegmentId> candidates = stackalloc SegmentId[CandidatesMax];
        foreach (var reader in _readers)
        {
            var count = Find(reader, id, candidates);
            foreach (var candidate in candidates[..count])
            {
                if (_state.FindSegment(candidate) is { } segment
                    && _catalog.Get(SegmentReference.From(segment), out var damage) is null)
                {
                    return damage;
                }
            }
        }

        return IndexDamages is [var first, ..] ? first : null;
    }

    private int Find(IndexReader reader, ChunkId id, Span<SegmentId> candidates)
    {
        try
        {
            return reader.Find(id, candidates);
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            _gate.Enter();
            _damages.TryAdd(reader.Id, damage);
            _gate.Exit();
            return 0;
        }
    }
}
