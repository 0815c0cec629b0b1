using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Sets owner, mode and time, in this order: setting the owner clears setuid, and everything else changes the time. Somebody
/// who may not set owners keeps his own, which is one problem for the whole restore, not one for each entry; what then belongs to
/// him does not get the setuid and setgid bits, which were given to run as somebody else. What else cannot be set is a problem of its
/// entry: the contents are worth restoring where there is nothing to keep modes or times in.
/// </summary>
internal sealed class MetadataRestorer
{
    private const uint RunAsOwnerBits = 0xC00; // 06000

    private readonly ProblemLog _problems;
    private int _ownerRefusals;

    public MetadataRestorer(ProblemLog problems) => _problems = problems;

    /// <summary>
    /// True if this may be a file system that has no modes or owners and refuses to set them (vfat, CIFS, some of FUSE).
    /// </summary>
    public static bool MayLackModes(FileException error) => error.Error is FileError.Denied or FileError.Unsupported;

    /// <summary>Opens what may have been made although making it failed; null if it was not.</summary>
    public static T? TryOpen<T>(Func<T> open)
        where T : class
    {
        try
        {
            return open();
        }
        catch (FileException)
        {
            return null;
        }
    }

    public void Restore(IFile file, TreeEntry entry, string path)
    {
        var isOwned = TrySetOwner(path, () => file.SetOwner(entry.UserId, entry.GroupId));
        Try(path, () => file.SetMode(ModeOf(entry, isOwned)), () => file.SetModifiedTime(TreeEntries.ModifiedTime(entry)));
    }

    public void Restore(IDirectory directory, TreeEntry entry, string path)
    {
        var isOwned = TrySetOwner(path, () => directory.SetOwner(entry.UserId, entry.GroupId));
        Try(path, () => directory.SetMode(ModeOf(entry, isOwned)), () => directory.SetModifiedTime(TreeEntries.ModifiedTime(entry)));
    }

    public void RestoreLink(IDirectory directory, FileName name, TreeEntry entry, string path)
    {
        TrySetOwner(path, () => directory.SetOwner(name, entry.UserId, entry.GroupId));
        Try(path, () => directory.SetModifiedTime(name, TreeEntries.ModifiedTime(entry)));
    }

    /// <summary>
    /// Takes each step, whatever becomes of those before it. What fails is one problem of the entry: its content is there.
    /// </summary>
    private void Try(string path, params ReadOnlySpan<Action> steps)
    {
        string? reasons = null;
        foreach (var step in steps)
        {
            try
            {
                step();
            }
            catch (FileException error)
            {
                reasons = reasons is null ? error.Message : $"{reasons}; {error.Message}";
            }
        }

        if (reasons is not null)
        {
            _problems.Add(path, reasons);
        }
    }

    private static int ModeOf(TreeEntry entry, bool isOwned) => (int)(isOwned ? entry.Mode : entry.Mode & ~RunAsOwnerBits);

    private bool TrySetOwner(string path, Action setOwner)
    {
        try
        {
            setOwner();
            return true;
        }
        catch (FileException error) when (MayLackModes(error))
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
        catch (FileException error)
        {
            _problems.Add(path, error.Message);
            return false;
        }
    }
}
