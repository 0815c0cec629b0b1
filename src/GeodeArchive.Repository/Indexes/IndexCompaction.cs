using GeodeArchive.Format;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Writes one index in place of all that name segments which are no longer part of the repository. The entries of others are taken over as
/// they are: memory does not grow with them.
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
        var seen = FindOutdated(repository, domain);
        seen.ForEach(reader => reader.Dispose());
        if (seen.Count == 0)
        {
            return (0, FindDamaged(repository, domain));
        }

        // While a session is open, no other collection removes an index that was part of the repository since.
        using var lease = openSession();
        try
        {
            var outdated = FindOutdated(repository, domain);
            try
            {
                return (Replace(repository, domain, lease, Mergeable(outdated)), FindDamaged(repository, domain));
            }
            finally
            {
                outdated.ForEach(reader => reader.Dispose());
            }
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

    /// <summary>Those that name a segment which is gone; without their filters, which merging does not need.</summary>
    private static List<IndexReader> FindOutdated(ArchiveRepository repository, ArchiveDomain domain)
    {
        repository.Log.Refresh();
        var outdated = new List<IndexReader>();
        foreach (var index in IndexesOf(repository, domain))
        {
            try
            {
                var reader = IndexReader.OpenForCursor(repository.Store, domain, index.IndexId, index.Size, index.RootHash);
                if (IsOutdated(reader, repository.State))
                {
                    outdated.Add(reader);
                }
                else
                {
                    reader.Dispose();
                }
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                // Found again and told when all is done.
            }
        }

        return outdated;
    }

    /// <summary>As many of them as one index can take the place of; the next collection goes on.</summary>
    private static List<IndexReader> Mergeable(List<IndexReader> outdated)
    {
        var count = outdated.Count;
        while (!IndexMerger.CanMerge(outdated[..count]))
        {
            count--;
        }

        return outdated[..count];
    }

    private static bool IsOutdated(IndexReader reader, RepositoryState state) =>
        reader.Footer.Segments.Any(segment => state.FindSegment(segment) is null);

    /// <summary>The damage of indexes that are part of the repository still: others were replaced meanwhile.</summary>
    private static List<RepositoryException> FindDamaged(ArchiveRepository repository, ArchiveDomain domain)
    {
        var damages = new Dictionary<IndexId, RepositoryException>();
        foreach (var index in IndexesOf(repository, domain))
        {
            try
            {
                // Filters as well, one after another: memory does not hold all.
                IndexReader.Open(repository.Store, domain, index.IndexId, index.Size, index.RootHash).Dispose();
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                damages.Add(index.IndexId, damage);
            }
        }

        if (damages.Count > 0)
        {
            repository.Log.Refresh();
        }

        return [.. damages.Where(damage => repository.State.FindIndex(damage.Key) is not null).Select(damage => damage.Value)];
    }

    private static List<IndexAddRecord> IndexesOf(ArchiveRepository repository, ArchiveDomain domain) =>
        [.. repository.State.Indexes.Where(index => index.Domain == domain.Domain).OrderBy(index => index.IndexId.Value)];

    private static int Replace(ArchiveRepository repository, ArchiveDomain domain, SessionLease lease, List<IndexReader> outdated)
    {
        var kept = repository.State;
        var index = outdated.Count == 0
            ? null
            : IndexMerger.Merge(repository.Store, domain, lease.Id, outdated, id => kept.FindSegment(id) is not null);
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
