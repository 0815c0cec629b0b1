using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Segments;

/// <summary>
/// Segment tables in memory, at most about <c>memorySizeMax</c> bytes of them; the least recently used go first. Data that was
/// stored together is asked for together, so the tables hit last are looked at before any index. Safe for several workers.
/// </summary>
public sealed class SegmentCatalog
{
    private const int RecentCount = 8;

    private readonly IObjectStore _store;
    private readonly long _memorySizeMax;
    private readonly IGate _gate;
    private readonly Dictionary<SegmentId, LinkedListNode<SegmentTable>> _tables = [];
    private readonly LinkedList<SegmentTable> _byUse = new();
    private readonly Dictionary<SegmentId, RepositoryException> _damages = [];
    private SegmentTable[] _recent = [];
    private long _memorySize;

    /// <summary>Makes an empty catalog of the segments of one domain.</summary>
    public SegmentCatalog(IObjectStore store, ArchiveDomain domain, IScheduler scheduler, long memorySizeMax)
    {
        _store = store;
        Domain = domain;
        _memorySizeMax = memorySizeMax;
        _gate = scheduler.CreateGate();
    }

    /// <summary>The domain of its segments.</summary>
    public ArchiveDomain Domain { get; }

    /// <summary>The table of a segment, from memory or from the store.</summary>
    /// <exception cref="RepositoryException">The segment is missing or damaged.</exception>
    public SegmentTable Get(SegmentReference segment) => Get(segment, out var damage) ?? throw damage!;

    /// <summary>The table of a segment, or null and what is wrong with the segment, which is found out once.</summary>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public SegmentTable? Get(SegmentReference segment, out RepositoryException? damage)
    {
        if (FindLoaded(segment.Id, out damage) is { } loaded)
        {
            return loaded;
        }

        // Two workers may read the same footer at once; the second copy is dropped.
        var table = damage is null ? TryRead(segment, out damage) : null;
        _gate.Enter();
        try
        {
            if (table is not null && !_damages.TryGetValue(segment.Id, out damage))
            {
                return Keep(table);
            }

            _damages.TryAdd(segment.Id, damage!);
            return null;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>What was found wrong with segments, one each.</summary>
    public IReadOnlyList<RepositoryException> Damages
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

    /// <summary>Looks for a chunk in the tables that were hit last.</summary>
    public bool TryFindRecent(ChunkId id, out SegmentTable table, out ChunkLocation place)
    {
        foreach (var candidate in Volatile.Read(ref _recent))
        {
            if (candidate.TryFind(id, out place))
            {
                table = candidate;
                return true;
            }
        }

        table = null!;
        place = default;
        return false;
    }

    /// <summary>Forgets all segments but those.</summary>
    public void Keep(Func<SegmentId, bool> isKept)
    {
        _gate.Enter();
        try
        {
            foreach (var table in _byUse.Where(table => !isKept(table.Segment.Id)).ToList())
            {
                Remove(_tables[table.Segment.Id]);
            }

            foreach (var id in _damages.Keys.Where(id => !isKept(id)).ToList())
            {
                _damages.Remove(id);
            }

            Volatile.Write(ref _recent, [.. _byUse.Take(RecentCount)]);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Notes that a segment is damaged although its table is not: from now on it is as if the table were.</summary>
    public void Condemn(SegmentId id, RepositoryException damage)
    {
        _gate.Enter();
        try
        {
            _damages.TryAdd(id, damage);
            if (_tables.TryGetValue(id, out var node))
            {
                Remove(node);
            }

            Volatile.Write(ref _recent, [.. _byUse.Take(RecentCount)]);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private SegmentTable? TryRead(SegmentReference segment, out RepositoryException? damage)
    {
        try
        {
            damage = null;
            return SegmentFile.ReadTable(_store, Domain, segment);
        }
        catch (RepositoryException error) when (error.IsDamage)
        {
            damage = error;
            return null;
        }
    }

    private SegmentTable? FindLoaded(SegmentId id, out RepositoryException? damage)
    {
        _gate.Enter();
        try
        {
            damage = _damages.GetValueOrDefault(id);
            if (!_tables.TryGetValue(id, out var node))
            {
                return null;
            }

            Use(node);
            return node.Value;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private SegmentTable Keep(SegmentTable table)
    {
        if (_tables.TryGetValue(table.Segment.Id, out var existing))
        {
            Use(existing);
            return existing.Value;
        }

        var node = _byUse.AddFirst(table);
        _tables.Add(table.Segment.Id, node);
        _memorySize += table.MemorySize;
        while (_memorySize > _memorySizeMax && _byUse.Last is { } last && last != node)
        {
            Remove(last);
        }

        Use(node);
        return table;
    }

    private void Remove(LinkedListNode<SegmentTable> node)
    {
        _byUse.Remove(node);
        _tables.Remove(node.Value.Segment.Id);
        _memorySize -= node.Value.MemorySize;
    }

    private void Use(LinkedListNode<SegmentTable> node)
    {
        if (_byUse.First != node)
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
        }

        if (_recent.Length == 0 || _recent[0] != node.Value)
        {
            Volatile.Write(ref _recent, [.. _byUse.Take(RecentCount)]);
        }
    }
}
