using GeodeArchive.Format;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Repository.Indexes;

/// <summary>Puts an index that was made again from the segments in the place of damaged ones.</summary>
public static class IndexRepair
{
    /// <summary>Writes the index and commits it; the session ends.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="domain">The domain of the index.</param>
    /// <param name="lease">The session.</param>
    /// <param name="builder">Everything that no intact index has.</param>
    /// <param name="damaged">Indexes that are no longer used.</param>
    /// <exception cref="RepositoryException">The store failed, or the session was fenced.</exception>
    public static void Commit(
        ArchiveRepository repository, ArchiveDomain domain, SessionLease lease, IndexBuilder builder, IReadOnlyList<IndexId> damaged)
    {
        var index = builder.IsEmpty ? null : builder.Write(lease.Id);
        repository.Log.Commit(lease.Id, state => !state.IsOpen(lease.Id)
            ? throw CommitChange.Fenced(lease.Id)
            :
            [
                .. index is null ? Array.Empty<ManifestRecord>() : [index.ToRecord(lease.Id, domain.Domain)],
                .. damaged.Where(id => state.FindIndex(id) is not null).Select(id => new IndexRemoveRecord(id)),
                new SessionCloseRecord(lease.Id, SessionOutcome.Committed),
            ]);
    }
}
