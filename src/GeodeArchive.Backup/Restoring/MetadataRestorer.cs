using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Sets owner, mode and time, in this order: setting the owner clears setuid, and everything else changes the time. Somebody
/// who may not set owners keeps his own, which is one problem for the whole restore, not one for each entry.
/// </summary>
internal sealed class MetadataRestorer
{
    private readonly ProblemLog _problems;
    private int _ownerRefusals;

    public MetadataRestorer(ProblemLog problems) => _problems = problems;

    public void Restore(IFile file, TreeEntry entry, string path)
    {
        TrySetOwner(path, () => file.SetOwner(entry.UserId, entry.GroupId));
        file.SetMode((int)entry.Mode);
        file.SetModifiedTime(TreeEntries.ModifiedTime(entry));
    }

    public void Restore(IDirectory directory, TreeEntry entry, string path)
    {
        try
        {
            TrySetOwner(path, () => directory.SetOwner(entry.UserId, entry.GroupId));
            directory.SetMode((int)entry.Mode);
            directory.SetModifiedTime(TreeEntries.ModifiedTime(entry));
        }
        catch (FileException error)
        {
            _problems.Add(path, error.Message);
        }
    }

    public void RestoreLink(IDirectory directory, FileName name, TreeEntry entry, string path)
    {
        TrySetOwner(path, () => directory.SetOwner(name, entry.UserId, entry.GroupId));
        directory.SetModifiedTime(name, TreeEntries.ModifiedTime(entry));
    }

    private void TrySetOwner(string path, Action setOwner)
    {
        try
        {
            setOwner();
        }
        catch (FileException error) when (error.Error == FileError.Denied)
        {
            if (Interlocked.Increment(ref _ownerRefusals) == 1)
            {
                _problems.Add(
                    path, "owners cannot be set by this user: it and maybe others keep the restoring user; run as root to restore owners");
            }
        }
    }
}
