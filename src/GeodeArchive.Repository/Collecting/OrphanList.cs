using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Manifests;

namespace GeodeArchive.Repository.Collecting;

/// <summary>Segments and indexes in the store that the repository's state does not name.</summary>
public static class OrphanList
{
    /// <summary>
    /// Finds them. The store is listed before the newest state is read, so that a session whose object is listed was opened in that state,
    /// if it is open at all: an orphan whose session is not open then is nobody's, and never will be anybody's.
    /// </summary>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public static IReadOnlyList<Orphan> Find(ArchiveRepository repository)
    {
        try
        {
            List<ObjectEntry> listed =
            [
                .. repository.Store.List(RepositoryNames.SegmentPrefix), .. repository.Store.List(RepositoryNames.IndexPrefix),
            ];
            repository.Log.Refresh();
            return
            [
                .. from entry in listed
                where IsOrphan(repository.State, entry.Key)
                orderby entry.Key.Text
                let session = ReadSession(repository, entry.Key)
                where session is not null
                select new Orphan(entry.Key, entry.Size, session.Value.Id, session.Value.Damage),
            ];
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    private static bool IsOrphan(RepositoryState state, ObjectKey key) =>
        (RepositoryNames.TryParseSegment(key, out var segment) && state.FindSegment(segment) is null)
        || (RepositoryNames.TryParseIndex(key, out var index) && state.FindIndex(index) is null);

    /// <summary>The session that made an object; null when the object is gone meanwhile.</summary>
    private static (SessionId Id, string? Damage)? ReadSession(ArchiveRepository repository, ObjectKey key)
    {
        try
        {
            var bytes = new byte[FileHeader.Size];
            var header = FileHeader.Decode(bytes.AsSpan(0, repository.Store.GetRange(key, 0, bytes)));
            header.ExpectRepository(repository.Id, 0);
            return (header.SessionId, null);
        }
        catch (ObjectException error) when (error.Error == ObjectError.NotFound)
        {
            return null;
        }
        catch (ArchiveFormatException damage)
        {
            return (default, damage.Message);
        }
    }
}
