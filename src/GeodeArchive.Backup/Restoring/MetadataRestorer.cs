using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Sets owner, mode and time, in this order: setting the owner clears setuid, and everything else changes the time. Somebody
/// who may not set owners keeps his own, which is one problem for the whole restore, not one for each entry; what then belongs to
/// him does not get the setuid and setgid bits, which were given to run as somebody else.
/// </summary>
internal sealed class MetadataRestorer
{
    private const uint RunAsOwnerBits = 0xC00; // 06000

    private readonly ProblemLog _problems;
    private int _ownerRefusals;

    public MetadataRestorer(ProblemLog problems) => _problems = problems;

    public void Restore(IFile file, TreeEntry entry, string path)
    {
        var isOwned = TrySetOwner(path, () => file.SetOwner(entry.UserId, entry.GroupId));
        file.SetMode(ModeOf(entry, isOwned));
        file.SetModifiedTime(TreeEntries.ModifiedTime(entry));
    }

    public void Restore(IDirectory directory, TreeEntry entry, string path)
    {
        try
        {
            var isOwned = TrySetOwner(path, () => directory.SetOwner(entry.UserId, entry.GroupId));
            directory.SetMode(ModeOf(entry, isOwned));
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

    private static int ModeOf(TreeEntry entry, bool isOwned) => (int)(isOwned ? entry.Mode : entry.Mode & ~RunAsOwnerBits);

    private bool TrySetOwner(string path, Action setOwner)
    {
        try
        {
            setOwner();
            return true;
        }
        catch (FileException error) when (error.Error is FileError.Denied or FileError.Unsupported)
        {
            // Unsupported: an id that is not mapped into a container's user namespace.
            if (Interlocked.Increment(ref _ownerRefusals) == 1)
            {
                _problems.Add(
                    path,
                    "owners cannot be set by this user: it and maybe others keep the restoring user, without setuid and setgid; "
                    + "run as root to restore owners");
            }

            return false;
        }
    }
}
