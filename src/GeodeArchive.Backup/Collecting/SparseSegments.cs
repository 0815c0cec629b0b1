using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sorting;

namespace GeodeArchive.Backup.Collecting;

/// <summary>
/// Finds the segments of which too little is needed. What they hold is taken from their own footers, not from the indexes, which nothing
/// vouches for: memory stays the same however many chunks there are, and each footer is read twice.
/// </summary>
internal sealed class SparseSegments
{
    private readonly ArchiveRepository _repository;
    private readonly ArchiveDomain _domain;
    private readonly RepositoryState _state;
    private readonly int _livePercentLeast;
    private readonly CollectResult _result;

    public SparseSegments(
        ArchiveRepository repository, ArchiveDomain domain, RepositoryState state, int livePercentLeast, CollectResult result)
    {
        _repository = repository;
        _domain = domain;
        _state = state;
        _livePercentLeast = livePercentLeast;
        _result = result;
    }

    /// <summary>The segments to move, by number, each with the chunks in it that are needed.</summary>
    public IEnumerable<(SegmentTable Table, HashSet<ChunkPrefix> Live)> Find(LiveChunks live)
    {
        using var needed = new ExternalSorter<SegmentChunk>(_repository.Store);
        var unread = AddNeeded(live, needed);
        using var chunks = needed.ReadSorted().GetEnumerator();
        var hasChunk = chunks.MoveNext();
        foreach (var number in Needed())
        {
            var ofSegment = new HashSet<ChunkPrefix>();
            for (; hasChunk && chunks.Current.Segment == number.Value; hasChunk = chunks.MoveNext())
            {
                ofSegment.Add(chunks.Current.Prefix);
            }

            if (!unread.Contains(number) && TryRead(number) is { } table && IsSparse(table, ofSegment))
            {
                yield return (table, ofSegment);
            }
        }
    }

    /// <summary>Adds what is needed of each segment; returns those that could not be read.</summary>
    private HashSet<SegmentNumber> AddNeeded(LiveChunks live, ExternalSorter<SegmentChunk> needed)
    {
        using var places = new ExternalSorter<IndexEntry>(_repository.Store);
        var unread = new HashSet<SegmentNumber>();
        foreach (var number in Needed())
        {
            if (TryRead(number) is not { } table)
            {
                unread.Add(number);
                continue;
            }

            foreach (var chunk in table.Chunks)
            {
                places.Add(new IndexEntry(chunk.Id.Prefix, number.Value));
            }
        }

        using var prefixes = live.ReadSorted().GetEnumerator();
        var hasPrefix = prefixes.MoveNext();
        foreach (var place in places.ReadSorted())
        {
            while (hasPrefix && prefixes.Current.CompareTo(place.Prefix) < 0)
            {
                hasPrefix = prefixes.MoveNext();
            }

            if (hasPrefix && prefixes.Current == place.Prefix)
            {
                needed.Add(new SegmentChunk(place.SegmentIndex, place.Prefix));
            }
        }

        return unread;
    }

    private IEnumerable<SegmentNumber> Needed() =>
        _state.NeededSegments().Where(number => _state.FindSegment(number)!.Domain == _domain.Domain);

    private bool IsSparse(SegmentTable table, HashSet<ChunkPrefix> live)
    {
        long liveSize = 0;
        long size = 0;
        foreach (var chunk in table.Chunks)
        {
            size += chunk.Length;
            liveSize += live.Contains(chunk.Id.Prefix) ? chunk.Length : 0;
        }

        return live.Count == 0 || (Int128)liveSize * 100 < (Int128)size * _livePercentLeast;
    }

    private SegmentTable? TryRead(SegmentNumber number)
    {
        try
        {
            return SegmentFile.ReadTable(_repository.Store, _domain, SegmentReference.From(_state.FindSegment(number)!));
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            // Another collection may have deleted it. Otherwise it is damaged, and stays as it is.
            _repository.Log.Refresh();
            if (_repository.State.FindSegment(number) is not null)
            {
                _result.AddNote($"{damage.Message}; the segment was left as it is");
            }

            return null;
        }
    }
}
