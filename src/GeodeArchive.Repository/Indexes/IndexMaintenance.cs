using GeodeArchive.Format;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Keeps the indexes of a repository few: merges those that <see cref="IndexLevels"/> chooses, in a session of its own, by a commit that
/// takes them away and adds what they became. Where another writer took one of them away first, everything stays as it is. The files of
/// indexes that were taken away stay for readers of older states, until collection.
/// </summary>
internal sealed class IndexMaintenance
{
    private readonly ArchiveRepository _repository;
    private readonly ArchiveDomain _domain;

    private IndexMaintenance(ArchiveRepository repository, ArchiveDomain domain)
    {
        _repository = repository;
        _domain = domain;
    }

    /// <summary>Merges indexes if there are too many of a size; they are those of the newest state that was read.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="domain">Which indexes: the domains have their own.</param>
    /// <param name="host">Name of this machine, for people.</param>
    /// <param name="program">Name and version of this program, for people.</param>
    /// <exception cref="RepositoryException">It could not be done; the repository is as it was, and the next commit tries
    /// again.</exception>
    public static void Run(ArchiveRepository repository, ArchiveDomain domain, string host, string program)
    {
        IReadOnlyList<IndexAddRecord> indexes = [.. repository.State.Indexes.Where(index => index.Domain == domain.Domain)];
        var chosen = IndexLevels.Choose([.. indexes.Select(index => index.EntryCount)]);
        if (chosen.Count > 0)
        {
            new IndexMaintenance(repository, domain).Merge([.. chosen.Select(place => indexes[place])], host, program);
        }
    }

    private void Merge(IReadOnlyList<IndexAddRecord> indexes, string host, string program)
    {
        var sources = OpenIntact(indexes);
        try
        {
            if (sources.Count >= 2 && IndexMerger.CanMerge(sources))
            {
                Merge(sources, host, program);
            }
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    private void Merge(List<IndexReader> sources, string host, string program)
    {
        // What a session that is not open has written may be collected at any time.
        using var lease = SessionLease.Open(_repository, host, program);
        try
        {
            var state = _repository.State;
            var merged = IndexMerger.Merge(
                _repository.Store, _domain, lease.Id, sources, segment => state.FindSegment(segment) is not null);
            _repository.Log.Commit(lease.Id, newest => Change(newest, lease.Id, sources, merged));
        }
        catch (RepositoryException)
        {
            lease.TryAbandon();
            throw;
        }
    }

    /// <summary>A damaged index stays: what it holds is not known, and its damage is to be told.</summary>
    private List<IndexReader> OpenIntact(IReadOnlyList<IndexAddRecord> indexes)
    {
        var sources = new List<IndexReader>();
        foreach (var index in indexes)
        {
            try
            {
                sources.Add(IndexReader.OpenForCursor(_repository.Store, _domain, index.IndexId, index.Size, index.RootHash));
            }
            catch (RepositoryException error) when (error.IsDamage)
            {
                // Told by whoever looks for chunks.
            }
        }

        return sources;
    }

    private IReadOnlyList<ManifestRecord> Change(RepositoryState state, SessionId session, List<IndexReader> sources, IndexSummary? merged)
    {
        if (!state.IsOpen(session))
        {
            throw CommitChange.Fenced(session);
        }

        var present = state.Indexes.Select(index => index.IndexId).ToHashSet();
        if (!sources.TrueForAll(source => present.Contains(source.Id)))
        {
            return [new SessionCloseRecord(session, SessionOutcome.Abandoned)];
        }

        var records = new List<ManifestRecord>(sources.Select(source => new IndexRemoveRecord(source.Id)));
        if (merged is not null)
        {
            records.Add(merged.ToRecord(session, _domain.Domain));
        }

        records.Add(new SessionCloseRecord(session, SessionOutcome.Committed));
        return records;
    }
}
