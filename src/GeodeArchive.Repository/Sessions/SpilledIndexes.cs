using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Indexes;

namespace GeodeArchive.Repository.Sessions;

/// <summary>
/// The indexes that a session writes when it has more new chunks than it holds in memory, merged as those of the repository are, so that a
/// look-up asks few of them. <see cref="Find"/> is safe for several workers; all else is for one at a time.
/// </summary>
internal sealed class SpilledIndexes : IDisposable
{
    /// <summary>
    /// When a merged index is opened, the filters of those it takes the place of are still in memory: 23 MB for so many entries. The last
    /// merge, when nothing is looked up any more, has no limit.
    /// </summary>
    private const long EntriesMergedMax = 20_000_000;

    private readonly IObjectStore _store;
    private readonly ArchiveDomain _domain;
    private readonly SessionId _session;
    private readonly List<IndexSummary> _replaced = [];
    private List<IndexSummary> _summaries = [];
    private IndexSet _indexes = new([]);

    public SpilledIndexes(IObjectStore store, ArchiveDomain domain, SessionId session)
    {
        _store = store;
        _domain = domain;
        _session = session;
    }

    /// <summary>The indexes, as the manifest will name them.</summary>
    public IReadOnlyList<IndexSummary> Summaries => _summaries;

    /// <summary>Whether nothing was spilled yet, or all is closed.</summary>
    public bool IsEmpty => Volatile.Read(ref _indexes).Readers.Length == 0;

    /// <summary>Finds the segments of the session that may hold a chunk, at most as many as fit.</summary>
    public int Find(ChunkId id, Span<SegmentId> candidates)
    {
        IndexSet indexes;
        IndexSet.Use use;
        do
        {
            indexes = Volatile.Read(ref _indexes);
        }
        while (!indexes.TryEnter(out use));

        using var _ = use;
        foreach (var reader in indexes.Readers)
        {
            // A chunk is new once in a session, but for chunks of one prefix.
            var count = reader.Find(id, candidates);
            if (count > 0)
            {
                return count;
            }
        }

        return 0;
    }

    /// <summary>Writes an index of sorted entries.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="segments">The segments that they refer to, ascending.</param>
    public void Add(ReadOnlySpan<IndexEntry> entries, IReadOnlyList<SegmentId> segments)
    {
        using (var writer = new IndexWriter(_store, _domain, _session, entries.Length))
        {
            foreach (var entry in entries)
            {
                writer.Add(entry);
            }

            _summaries.Add(writer.Finish(segments));
        }

        var places = IndexLevels.Choose([.. _summaries.Select(summary => summary.EntryCount)], EntriesMergedMax);
        Merge([.. places.Select(place => _summaries[place])]);
        Open();
    }

    /// <summary>Makes one index of all, and deletes those that it took the place of. Nothing is found any more.</summary>
    public void Finish()
    {
        Dispose();
        Merge(_summaries);
        foreach (var index in _replaced)
        {
            TryDelete(index.Id);
        }
    }

    /// <summary>Gives the indexes back as soon as no worker looks into them. Nothing is found any more.</summary>
    public void Dispose() => Replace(new IndexSet([]));

    /// <summary>Other workers may look into an index that is replaced: it stays until nobody looks any more.</summary>
    private void Merge(IReadOnlyList<IndexSummary> indexes)
    {
        var sources = indexes.Select(index => IndexReader.OpenForCursor(_store, _domain, index.Id, index.Size, index.RootHash)).ToList();
        try
        {
            if (sources.Count >= 2 && IndexMerger.CanMerge(sources))
            {
                var merged = IndexMerger.Merge(_store, _domain, _session, sources, _ => true)!;
                _replaced.AddRange(indexes);
                _summaries = [.. _summaries.Except(indexes), merged];
            }
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    private void Open()
    {
        var known = _indexes.Readers.ToDictionary(reader => reader.Id);
        Replace(new IndexSet(
        [
            .. _summaries.Select(index => known.GetValueOrDefault(index.Id)
                ?? IndexReader.Open(_store, _domain, index.Id, index.Size, index.RootHash)),
        ]));
    }

    private void Replace(IndexSet indexes)
    {
        var replaced = _indexes;
        Volatile.Write(ref _indexes, indexes);
        replaced.Retire();
    }

    private void TryDelete(IndexId index)
    {
        try
        {
            _store.Delete(RepositoryNames.Index(index));
        }
        catch (ObjectException)
        {
            // Nothing refers to it: collection deletes it.
        }
    }
}
