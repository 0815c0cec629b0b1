using GeodeArchive.Format;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Writes one index in place of all that name segments which are no longer part of the repository. The entries of others are taken over as
/// they are: memory is that of the filters, old and new.
/// </summary>
public static class IndexCompaction
{
    /// <summary>Does it.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="domain">The domain whose indexes to look at.</param>
    /// <param name="openSession">Opens a session for this, if one is needed.</param>
    /// <returns>How many indexes were replaced, and the damage of those that could not be read.</returns>
    /// <exception cref="RepositoryException">The store failed, or the session was fenced.</exception>
    public static (int ReplacedCount, IReadOnlyList<RepositoryException> Damages) Run(
        ArchiveRepository repository, ArchiveDomain domain, Func<SessionLease> openSession)
    {
        if (FindOutdated(repository, domain).Count == 0)
        {
            return (0, FindDamaged(repository, domain));
        }

        // While a session is open, no other collection removes an index that was part of the repository since.
        using var lease = openSession();
        try
        {
            return (Replace(repository, domain, lease, FindOutdated(repository, domain)), FindDamaged(repository, domain));
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            repository.Log.Refresh();
            if (!repository.State.IsOpen(lease.Id))
            {
                throw CommitChange.Fenced(lease.Id);
            }

            lease.TryAbandon();
            throw;
        }
    }

    private static List<IndexReader> FindOutdated(ArchiveRepository repository, ArchiveDomain domain)
    {
        repository.Log.Refresh();
        return Open(repository, domain, (_, _) => { }).FindAll(reader => IsOutdated(reader, repository.State));
    }

    private static bool IsOutdated(IndexReader reader, RepositoryState state) =>
        reader.Footer.Segments.Any(segment => state.FindSegment(segment) is null);

    /// <summary>The damage of indexes that are part of the repository still: others were replaced meanwhile.</summary>
    private static List<RepositoryException> FindDamaged(ArchiveRepository repository, ArchiveDomain domain)
    {
        var damages = new Dictionary<IndexId, RepositoryException>();
        Open(repository, domain, damages.Add);
        if (damages.Count > 0)
        {
            repository.Log.Refresh();
        }

        return [.. damages.Where(damage => repository.State.FindIndex(damage.Key) is not null).Select(damage => damage.Value)];
    }

    private static List<IndexReader> Open(
        ArchiveRepository repository, ArchiveDomain domain, Action<IndexId, RepositoryException> report)
    {
        var readers = new List<IndexReader>();
        var indexes = repository.State.Indexes.Where(index => index.Domain == domain.Domain).OrderBy(index => index.IndexId.Value).ToList();
        foreach (var index in indexes)
        {
            try
            {
                readers.Add(IndexReader.Open(repository.Store, domain, index.IndexId, index.Size, index.RootHash));
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                report(index.IndexId, damage);
            }
        }

        return readers;
    }

    private static int Replace(ArchiveRepository repository, ArchiveDomain domain, SessionLease lease, List<IndexReader> outdated)
    {
        var kept = repository.State.Copy();
        using var builder = new IndexBuilder(repository.Store, domain);
        foreach (var reader in outdated)
        {
            reader.Verify();
        }

        builder.AddAll(outdated, id => kept.FindSegment(id) is not null);
        var index = builder.IsEmpty ? null : builder.Write(lease.Id);
        var replaced = 0;
        repository.Log.Commit(lease.Id, state =>
        {
            if (!state.IsOpen(lease.Id))
            {
                throw CommitChange.Fenced(lease.Id);
            }

            // Another collection may have been faster with one of them: then this is given up as a whole.
            var isValid = outdated.Count > 0 && outdated.TrueForAll(reader => state.FindIndex(reader.Id) is not null);
            replaced = isValid ? outdated.Count : 0;
            return
            [
                .. isValid && index is not null ? [index.ToRecord(lease.Id, domain.Domain)] : Array.Empty<ManifestRecord>(),
                .. isValid ? outdated.Select(reader => new IndexRemoveRecord(reader.Id)) : [],
                new SessionCloseRecord(lease.Id, isValid ? SessionOutcome.Committed : SessionOutcome.Abandoned),
            ];
        });
        return replaced;
    }
}
