using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Collecting;

namespace GeodeArchive.Backup.Collecting;

/// <summary>
/// Removes what nobody refers to and nobody can refer to any more: objects of sessions that are not open, what uploads left that never
/// ended, files of backups that were deleted, and files of sessions that ended.
/// </summary>
internal sealed class OrphanSweep
{
    private readonly ArchiveRepository _repository;
    private readonly CollectResult _result;

    public OrphanSweep(ArchiveRepository repository, CollectResult result)
    {
        _repository = repository;
        _result = result;
    }

    public void Run()
    {
        try
        {
            RemoveOrphans();
            RemoveUnfinished(RepositoryNames.SegmentPrefix);
            RemoveUnfinished(RepositoryNames.IndexPrefix);
            RemoveBackupFiles();
            RemoveSessionFiles();
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
    }

    /// <summary>Removes an object that no manifest names.</summary>
    public static void Remove(ArchiveRepository repository, ObjectKey key, long size, CollectResult result)
    {
        try
        {
            repository.Store.Delete(key);
            result.FreedSize += size;
        }
        catch (ObjectException error)
        {
            // It is named by nobody, and stays so: the next collection finds it.
            result.AddNote($"{key} could not be removed: {error.Message}");
        }
    }

    private void RemoveOrphans()
    {
        foreach (var orphan in OrphanList.Find(_repository))
        {
            if (orphan.Damage is not null)
            {
                _result.AddNote($"{orphan.Key} is named by no manifest, and was left because its header is damaged: {orphan.Damage}");
            }
            else if (MayRemove(orphan))
            {
                Remove(_repository, orphan.Key, orphan.Size, _result);
                _result.OrphanCount++;
            }
        }
    }

    private bool MayRemove(Orphan orphan)
    {
        // An open session may still look into an index that was replaced meanwhile: without it, it would store chunks again.
        var isIndex = RepositoryNames.TryParseIndex(orphan.Key, out _);
        return isIndex ? _repository.State.OpenSessions.Count == 0 : !_repository.State.IsOpen(orphan.Session);
    }

    /// <summary>
    /// Uploads go on in open sessions only. A session is opened before its first upload, and the state is read after the listing.
    /// </summary>
    private void RemoveUnfinished(string prefix) => _result.OrphanCount += _repository.Store.RemoveUnfinished(prefix, () =>
    {
        _repository.Log.Refresh();
        return _repository.State.OpenSessions.Count == 0;
    });

    private void RemoveBackupFiles()
    {
        var listed = _repository.Store.List(string.Empty, recursive: false);
        _repository.Log.Refresh();
        foreach (var entry in listed)
        {
            // Whatever else lies in the archive root is the user's own.
            if (entry.Size == BackupFile.Size
                && RepositoryNames.IsBackupName(entry.Key.Text, out _)
                && _repository.State.FindBackup(entry.Key.Text) is null
                && TryReadLabel(entry.Key.Text) is { } label
                && label.Section.Manifest <= _repository.State.Number
                && _repository.State.FindBackup(label.Section.BackupId) is null)
            {
                Remove(_repository, entry.Key, entry.Size, _result);
                _result.OrphanCount++;
            }
        }
    }

    private BackupFile? TryReadLabel(string name)
    {
        try
        {
            return BackupLabel.Read(_repository, name);
        }
        catch (RepositoryException damage) when (damage.IsDamage)
        {
            return null;
        }
    }

    private void RemoveSessionFiles()
    {
        var listed = _repository.Store.List(RepositoryNames.SessionPrefix, recursive: false);
        _repository.Log.Refresh();
        foreach (var entry in listed)
        {
            if (RepositoryNames.TryParseSession(entry.Key, out var session)
                && !_repository.State.IsOpen(session)
                && _repository.Store.IsHeld(entry.Key) == false)
            {
                _repository.Store.Delete(entry.Key);
            }
        }
    }
}
