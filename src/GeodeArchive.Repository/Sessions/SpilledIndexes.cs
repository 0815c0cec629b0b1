using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Indexes;

namespace GeodeArchive.Repository.Sessions;

/// <summary>
/// The indexes that a session writes when it has more new chunks than it holds in memory, merged as those of the repository are, so that a
/// look-up asks few of them. <see cref="Find"/> is safe for several workers; all else is for one at a time.
/// </summary>
internal sealed class SpilledIndexes
{
    private readonly IObjectStore _store;
    private readonly ArchiveDomain _domain;
    private readonly SessionId _session;
    private readonly List<IndexSummary> _replaced = [];
    private List<IndexSummary> _summaries = [];
    private IndexReader[] _readers = [];

    public SpilledIndexes(IObjectStore store, ArchiveDomain domain, SessionId session)
    {
        _store = store;
        _domain = domain;
        _session = session;
    }

    /// <summary>The indexes, as the manifest will name them.</summary>
    public IReadOnlyList<IndexSummary> Summaries => _summaries;

    /// <summary>Whether nothing was spilled yet, or all is closed.</summary>
    public bool IsEmpty => Volatile.Read(ref _readers).Length == 0;

    /// <summary>Finds the segments of the session that may hold a chunk, at most as many as fit.</summary>
    public int Find(ChunkId id, Span<SegmentId> candidates)
    {
        foreach (var reader in Volatile.Read(ref _readers))
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

        var chosen = IndexLevels.Choose([.. _summaries.Select(summary => summary.EntryCount)]);
        Merge([.. chosen.Select(place => _summaries[place])]);
        Open();
    }

    /// <summary>Makes one index of all, and deletes those that it took the place of. Nothing is found any more.</summary>
    public void Finish()
    {
        Volatile.Write(ref _readers, []);
        Merge(_summaries);
        foreach (var index in _replaced)
        {
            TryDelete(index.Id);
        }
    }

    /// <summary>Other workers may look into an index that is replaced: it stays until nobody looks any more.</summary>
    private void Merge(IReadOnlyList<IndexSummary> indexes)
    {
        var sources = indexes.Select(index => IndexReader.OpenForCursor(_store, _domain, index.Id, index.Size, index.RootHash)).ToArray();
        if (sources.Length < 2 || !IndexMerger.CanMerge(sources))
        {
            return;
        }

        var merged = IndexMerger.Merge(_store, _domain, _session, sources, _ => true)!;
        _replaced.AddRange(indexes);
        _summaries = [.. _summaries.Except(indexes), merged];
    }

    private void Open()
    {
        var known = _readers.ToDictionary(reader => reader.Id);
        Volatile.Write(
            ref _readers,
            [
                .. _summaries.Select(index => known.GetValueOrDefault(index.Id)
                    ?? IndexReader.Open(_store, _domain, index.Id, index.Size, index.RootHash)),
            ]);
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
