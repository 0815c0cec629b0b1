using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sorting;

namespace GeodeArchive.Repository.Indexes;

/// <summary>Makes an index of whole segments in bounded memory. For one worker.</summary>
public sealed class IndexBuilder : IDisposable
{
    private readonly IObjectStore _store;
    private readonly ArchiveDomain _domain;
    private readonly ExternalSorter<IndexEntry> _entries;
    private readonly List<SegmentId> _segments = [];

    /// <summary>Makes a builder of an index in <paramref name="store"/>.</summary>
    /// <param name="store">Where the index goes.</param>
    /// <param name="domain">The domain of its segments.</param>
    public IndexBuilder(IObjectStore store, ArchiveDomain domain)
    {
        _store = store;
        _domain = domain;
        _entries = new ExternalSorter<IndexEntry>(store);
    }

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _segments.Count == 0;

    /// <summary>Adds all chunks of a segment. Segments come in the order of their ids.</summary>
    public void Add(SegmentTable table)
    {
        if (_segments.Count > 0 && _segments[^1].CompareTo(table.Segment.Id) >= 0)
        {
            throw new ArgumentException("segments come in the order of their ids", nameof(table));
        }

        foreach (var chunk in table.Chunks)
        {
            _entries.Add(new IndexEntry(chunk.Id.Prefix, (uint)_segments.Count));
        }

        _segments.Add(table.Segment.Id);
    }

    /// <summary>Writes the index and makes it durable.</summary>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public IndexSummary Write(SessionId session)
    {
        try
        {
            using var writer = new IndexWriter(_store, _domain, session, _entries.AddedCount);
            foreach (var entry in _entries.ReadSorted())
            {
                writer.Add(entry);
            }

            return writer.Finish(_segments);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _entries.Dispose();
}
