using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup.Verifying;

/// <summary>
/// Finds chunks in the segments that a backup lists. Another backup may hold a copy of a chunk in a segment that this one does not list:
/// then only the segments are looked at that an index names for the chunk, never all. For one worker.
/// </summary>
internal sealed class ListedChunks
{
    private readonly RepositoryState _state;
    private readonly SegmentRuns _listed;
    private readonly ChunkIndex _index;
    private readonly List<SegmentId> _candidates = [];
    private SegmentTable? _last;

    public ListedChunks(RepositoryState state, SegmentRuns listed, ChunkIndex index)
    {
        _state = state;
        _listed = listed;
        _index = index;
    }

    /// <summary>Where the chunk is; false if it is in no segment that the backup lists.</summary>
    /// <param name="id">The chunk.</param>
    /// <param name="table">The listed segment that holds it.</param>
    /// <param name="place">Where in it.</param>
    /// <param name="isKnown">Whether any segment holds it.</param>
    public bool TryFind(ChunkId id, out SegmentTable table, out ChunkLocation place, out bool isKnown)
    {
        isKnown = _index.TryFind(id, out table, out place);
        if (!isKnown)
        {
            return false;
        }

        if (ListedOf(table.Segment.Id) is not null)
        {
            return true;
        }

        // What was stored together is asked for together: the next chunk with a copy elsewhere is mostly where the last one was.
        if (_last is not null && _last.TryFind(id, out place))
        {
            table = _last;
            return true;
        }

        return TryFindCopy(id, ref table, ref place);
    }

    /// <summary>The damage that hides a chunk, if any does.</summary>
    public RepositoryException? WhyNotFound(ChunkId id) => _index.WhyNotFound(id);

    private bool TryFindCopy(ChunkId id, ref SegmentTable table, ref ChunkLocation place)
    {
        _candidates.Clear();
        _index.FindCandidates(id, _candidates);
        foreach (var candidate in _candidates)
        {
            if (ListedOf(candidate) is { } segment && _index.TryTableOf(segment) is { } copy && copy.TryFind(id, out var found))
            {
                _last = copy;
                table = copy;
                place = found;
                return true;
            }
        }

        return false;
    }

    private SegmentAddRecord? ListedOf(SegmentId id) =>
        _state.FindSegment(id) is { } segment && _listed.Contains(segment.Number) ? segment : null;
}
