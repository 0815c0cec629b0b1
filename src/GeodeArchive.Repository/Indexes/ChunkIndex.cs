using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Finds chunks of the repository as it was at one manifest: the tables hit last, then the indexes, then the table of the
/// segment that an index names (an index holds half of a chunk id; the table decides). Safe for several workers.
/// </summary>
public sealed class ChunkIndex
{
    private const int CandidatesMax = 16;

    private readonly RepositoryState _state;
    private readonly SegmentCatalog _catalog;
    private readonly IndexReader[] _readers;

    private ChunkIndex(RepositoryState state, SegmentCatalog catalog, IndexReader[] readers)
    {
        _state = state;
        _catalog = catalog;
        _readers = readers;
    }

    /// <summary>The open indexes.</summary>
    public IReadOnlyList<IndexReader> Readers => _readers;

    /// <summary>Opens all indexes of the state.</summary>
    public static ChunkIndex Open(IObjectStore store, RepositoryState state, SegmentCatalog catalog) =>
        new(state, catalog, [.. state.Indexes.Select(index => IndexReader.Open(store, index.IndexId, index.Size, index.RootHash))]);

    /// <summary>The table of a segment.</summary>
    public SegmentTable TableOf(SegmentAddRecord segment) => _catalog.Get(SegmentReference.From(segment));

    /// <summary>Finds a chunk.</summary>
    /// <returns>False if the repository does not hold it.</returns>
    public bool TryFind(ChunkId id, out SegmentTable table, out ChunkLocation place)
    {
        if (_catalog.TryFindRecent(id, out table, out place))
        {
            return true;
        }

        Span<SegmentId> candidates = stackalloc SegmentId[CandidatesMax];
        foreach (var reader in _readers)
        {
            var count = reader.Find(id, candidates);
            foreach (var candidate in candidates[..count])
            {
                // A segment that is not in this state is being collected, or belongs to an index made before it was.
                if (_state.FindSegment(candidate) is not { } segment)
                {
                    continue;
                }

                table = TableOf(segment);
                if (table.TryFind(id, out place))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
