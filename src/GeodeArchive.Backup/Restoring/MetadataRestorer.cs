using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Sets owner, attributes, mode, ACLs and time, in this order: setting the owner clears setuid and capabilities, who is not root
/// needs write permission for attributes, the mode and the ACL change each other, and everything changes the time. Somebody who may
/// not set owners keeps his own, which is one problem for the whole restore, not one for each entry; what then belongs to him does
/// not get the setuid and setgid bits, nor capabilities, which were given to run as somebody else. What else cannot be set is a
/// problem of its entry: the contents are worth restoring where there is nothing to keep modes or times in.
/// </summary>
internal sealed class MetadataRestorer
{
    private const uint RunAsOwnerBits = 0xC00; // 06000

    private readonly ProblemLog _problems;
    private readonly bool _isUpdate;
    private readonly int[] _attributeRefusals = new int[AttributeNames.NamespaceCount];
    private int _ownerRefusals;

    /// <summary>Makes one for all workers.</summary>
    /// <param name="problems">Is told what cannot be set.</param>
    /// <param name="isUpdate">Whether a new entry may have attributes already: directories of the target may give it an ACL.</param>
    public MetadataRestorer(ProblemLog problems, bool isUpdate)
    {
        _problems = problems;
        _isUpdate = isUpdate;
    }

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
        if (_isUpdate)
        {
            RemoveAttributes(node, entry, path);
        }

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

    /// <summary>
    /// Brings what was in the target up to date: nothing is set where nothing differs.
    /// </summary>
    /// <returns>True if something differed.</returns>
    public bool Update(INode node, TreeEntry entry, EntryPath path)
    {
        if (IsSame(node, entry))
        {
            return false;
        }

        Restore(node, entry, path);
        return true;
    }

    /// <summary>True if owner, mode, time and attributes are those of an entry.</summary>
    public static bool IsSame(INode node, TreeEntry entry)
    {
        var metadata = node.GetMetadata();
        return metadata.UserId == entry.UserId
            && metadata.GroupId == entry.GroupId
            && (entry.Kind == EntryKind.SymbolicLink || metadata.Mode == entry.Mode)
            && metadata.Modified == TreeEntries.ModifiedTime(entry)
            && HasSameAttributes(node, entry);
    }

    private static bool HasSameAttributes(INode node, TreeEntry entry)
    {
        var attributes = ReadAttributes(node, entry);
        return attributes.Count == entry.Attributes.Length
            && attributes.All(found => entry.Attributes.Any(
                wanted => wanted.Name.Span.SequenceEqual(found.Name) && wanted.Value.Span.SequenceEqual(found.Value)));
    }

    /// <summary>
    /// What a node has, but for the labels that the system gives to all: they are none of the backup's unless it has them.
    /// </summary>
    private static IReadOnlyList<ExtendedAttribute> ReadAttributes(INode node, TreeEntry entry)
    {
        try
        {
            var attributes = node.ReadAttributes();
            return attributes.Count == 0
                ? []
                : [.. attributes.Where(found => !AttributeNames.IsLabel(found.Name) || IsIn(entry, found.Name))];
        }
        catch (FileException error) when (error.Error == FileError.Unsupported)
        {
            return [];
        }
    }

    private static bool IsIn(TreeEntry entry, byte[] name) => entry.Attributes.Any(wanted => wanted.Name.Span.SequenceEqual(name));

    private void RemoveAttributes(INode node, TreeEntry entry, EntryPath path)
    {
        foreach (var attribute in ReadAttributes(node, entry).Where(found => !IsIn(entry, found.Name)))
        {
            try
            {
                node.RemoveAttribute(attribute.Name);
            }
            catch (FileException error)
            {
                _problems.Add(path.ToString(), error.Message);
            }
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
