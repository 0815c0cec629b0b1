using GeodeArchive.Format;
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
    /// <param name="openSession">Opens a session for this, if one is needed.</param>
    /// <returns>How many indexes were replaced, and the damage of those that could not be read.</returns>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public static (int ReplacedCount, IReadOnlyList<RepositoryException> Damages) Run(
        ArchiveRepository repository, Func<SessionLease> openSession)
    {
        repository.Log.Refresh();
        var state = repository.State.Copy();
        var damages = new List<RepositoryException>();
        var old = new List<IndexReader>();
        foreach (var index in state.Indexes.OrderBy(index => index.IndexId.Value))
        {
            try
            {
                var reader = IndexReader.Open(repository.Store, index.IndexId, index.Size, index.RootHash);
                if (reader.Footer.Segments.Any(segment => state.FindSegment(segment) is null))
                {
                    reader.Verify();
                    old.Add(reader);
                }
            }
            catch (RepositoryException damage) when (damage.IsDamage)
            {
                damages.Add(damage);
            }
        }

        return (old.Count == 0 ? 0 : Replace(repository, old, id => state.FindSegment(id) is not null, openSession), damages);
    }

    private static int Replace(
        ArchiveRepository repository, List<IndexReader> old, Func<SegmentId, bool> isKept, Func<SessionLease> openSession)
    {
        using var builder = new IndexBuilder(repository.Store);
        builder.AddAll(old, isKept);
        using var lease = builder.IsEmpty ? null : openSession();
        var index = lease is null ? null : builder.Write(repository.NewIndexHeader(lease.Id));
        var replaced = 0;
        repository.Log.Commit(lease?.Id ?? default, state =>
        {
            // Another collection may have been faster with one of them: then this is given up as a whole.
            var isValid = old.TrueForAll(reader => state.FindIndex(reader.Id) is not null) && (lease is null || state.IsOpen(lease.Id));
            replaced = isValid ? old.Count : 0;
            var records = new List<ManifestRecord>();
            if (isValid && index is not null)
            {
                records.Add(CommitChange.Describe(index, lease!.Id));
            }

            records.AddRange(isValid ? old.Select(reader => new IndexRemoveRecord(reader.Id)) : []);
            if (lease is not null && state.IsOpen(lease.Id))
            {
                records.Add(new SessionCloseRecord(lease.Id, isValid ? SessionOutcome.Committed : SessionOutcome.Abandoned));
            }

            return records;
        });
        return replaced;
    }
}
