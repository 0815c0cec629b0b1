using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Sets owner, attributes, mode, ACLs and time, in this order: setting the owner clears setuid and capabilities, who is not root needs write
/// permission for attributes, the mode and the ACL change each other, and everything changes the time. Somebody who may not set owners
/// keeps his own, which is one problem for the whole restore, not one for each entry; what then belongs to him does not get the setuid
/// and setgid bits, nor capabilities, which were given to run as somebody else. What else cannot be set is a problem of its entry: the
/// contents are worth restoring where there is nothing to keep modes or times in.
/// </summary>
internal sealed class MetadataRestorer
{
    private const uint RunAsOwnerBits = 0xC00; // 06000

    private readonly ProblemLog _problems;
    private readonly int[] _attributeRefusals = new int[AttributeNames.NamespaceCount];
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

    /// <summary>
    /// Takes each step, whatever becomes of those before it. What fails is one problem of the entry: its content is there.
    /// </summary>
    public void Restore(INode node, TreeEntry entry, EntryPath path)
    {
        string? reasons = null;
        var isOwned = TrySetOwner(node, entry, path);
        SetAttributes(node, entry, path, isOwned, areAcls: false, ref reasons);
        if (entry.Kind != EntryKind.SymbolicLink)
        {
            TrySetMode(node, (int)(isOwned ? entry.Mode : entry.Mode & ~RunAsOwnerBits), ref reasons);
        }

        SetAttributes(node, entry, path, isOwned, areAcls: true, ref reasons);
        TrySetTime(node, entry, ref reasons);
        if (reasons is not null)
        {
            _problems.Add(path.ToString(), reasons);
        }
    }

    private static void TrySetMode(INode node, int mode, ref string? reasons)
    {
        try
        {
            node.SetMode(mode);
        }
        catch (FileException error)
        {
            Add(ref reasons, error);
        }
    }

    private static void TrySetTime(INode node, TreeEntry entry, ref string? reasons)
    {
        try
        {
            node.SetModifiedTime(TreeEntries.ModifiedTime(entry));
        }
        catch (FileException error)
        {
            Add(ref reasons, error);
        }
    }

    private static void Add(ref string? reasons, FileException error) =>
        reasons = reasons is null ? error.Message : $"{reasons}; {error.Message}";

    private void SetAttributes(INode node, TreeEntry entry, EntryPath path, bool isOwned, bool areAcls, ref string? reasons)
    {
        foreach (var attribute in entry.Attributes)
        {
            var name = attribute.Name.Span;
            if (AttributeNames.IsAcl(name) != areAcls || (!isOwned && AttributeNames.IsCapability(name)))
            {
                continue;
            }

            try
            {
                node.SetAttribute(new ExtendedAttribute(attribute.Name.ToArray(), attribute.Value.ToArray()));
            }
            catch (FileException error) when (MayLackModes(error))
            {
                // As for owners: who may not set one of a namespace, or where it cannot be kept, may not set the others either.
                if (Interlocked.Increment(ref _attributeRefusals[AttributeNames.NamespaceOf(name)]) == 1)
                {
                    _problems.Add(path.ToString(), $"{error.Message}; it and maybe others are restored without such attributes");
                }
            }
            catch (FileException error)
            {
                Add(ref reasons, error);
            }
        }
    }

    private bool TrySetOwner(INode node, TreeEntry entry, EntryPath path)
    {
        try
        {
            node.SetOwner(entry.UserId, entry.GroupId);
            return true;
        }
        catch (FileException error) when (MayLackModes(error))
        {
            // Unsupported: an id that is not mapped into a container's user namespace.
            if (Interlocked.Increment(ref _ownerRefusals) == 1)
            {
                _problems.Add(
                    path.ToString(),
                    "owners cannot be set by this user: it and maybe others keep the restoring user, without setuid and setgid; "
                    + "run as root to restore owners");
            }

            return false;
        }
        catch (FileException error)
        {
            _problems.Add(path.ToString(), error.Message);
            return false;
        }
    }
}
