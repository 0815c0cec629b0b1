using GeodeArchive.Format;
using GeodeArchive.Io.Time;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Sessions;

/// <summary>
/// An open session, and the proof that its process lives, where the store can tell. Disposing ends the proof, not the session: that is done
/// by a commit, its own or that of whoever finds it dead.
/// </summary>
public sealed class SessionLease : IDisposable
{
    private readonly ArchiveRepository _repository;
    private readonly IDisposable? _hold;

    private SessionLease(ArchiveRepository repository, SessionId id, IDisposable? hold)
    {
        _repository = repository;
        Id = id;
        _hold = hold;
    }

    /// <summary>The session's id.</summary>
    public SessionId Id { get; }

    /// <summary>Whether others of this host can tell that its process lives or is dead.</summary>
    public bool IsProof => _hold is not null;

    /// <summary>Opens a session by a commit.</summary>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public static SessionLease Open(ArchiveRepository repository, string host, string program)
    {
        var id = new SessionId(Identities.NewId(repository.Machine.Entropy));
        var hold = Hold(repository, id);
        try
        {
            repository.Log.Commit(id, state =>
            [
                new SessionOpenRecord(id, state.Number, WallTime.Now(repository.Machine.Clock), host, program),
            ]);
            return new SessionLease(repository, id, hold);
        }
        catch
        {
            hold?.Dispose();
            throw;
        }
    }

    /// <summary>Whether the process of a session is known to be dead: it ran on this host, and nobody holds its proof.</summary>
    public static bool IsDead(ArchiveRepository repository, SessionOpenRecord session, string host)
    {
        try
        {
            return session.Host == host && repository.Store.IsHeld(RepositoryNames.Session(session.SessionId)) == false;
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>
    /// Closes the session as abandoned, so that nobody waits for it. Where that fails nothing is thrown: the failure that led here is the
    /// one to report, and the session can be fenced.
    /// </summary>
    public void TryAbandon()
    {
        try
        {
            _repository.Log.Commit(Id, state => state.IsOpen(Id)
                ? [new SessionCloseRecord(Id, SessionOutcome.Abandoned)]
                : []);
        }
        catch (RepositoryException)
        {
            // See above.
        }
    }

    /// <summary>
    /// Whether somebody else ended the session: then that is why whatever it tried failed. False when that cannot be found out.
    /// </summary>
    public bool IsFenced()
    {
        try
        {
            _repository.Log.Refresh();
            var state = _repository.State;
            return !state.IsOpen(Id) && state.Backups.All(backup => backup.SessionId != Id);
        }
        catch (RepositoryException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hold?.Dispose();

    private static IDisposable? Hold(ArchiveRepository repository, SessionId id)
    {
        try
        {
            return repository.Store.Hold(RepositoryNames.Session(id));
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }
}
