using GeodeArchive.Format;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Sessions;

/// <summary>The indexes of adopted segments: one for each domain.</summary>
internal sealed class AdoptionIndexes : IDisposable
{
    private readonly ArchiveRepository _repository;
    private readonly SortedDictionary<Domain, IndexBuilder> _builders = [];

    public AdoptionIndexes(ArchiveRepository repository) => _repository = repository;

    /// <summary>Adds a segment. Segments come in the order of their ids.</summary>
    public void Add(SealedSegment segment)
    {
        if (!_builders.TryGetValue(segment.Domain, out var builder))
        {
            builder = new IndexBuilder(_repository.Store, _repository.DomainOf(segment.Domain));
            _builders.Add(segment.Domain, builder);
        }

        builder.Add(segment.Table);
    }

    /// <summary>Writes the indexes and makes them durable.</summary>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public IReadOnlyList<IndexAddRecord> Write(SessionId session) =>
        [.. _builders.Select(builder => builder.Value.Write(session).ToRecord(session, builder.Key))];

    public void Dispose()
    {
        foreach (var builder in _builders.Values)
        {
            builder.Dispose();
        }
    }
}
