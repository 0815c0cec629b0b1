using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Comparing;

/// <summary>
/// Says in what two backups differ. What both have in common is known by its id and not read: comparing two backups costs what differs, not
/// what they hold. The backups may be of any type, of any repository. Holds two leaves a level in memory.
/// </summary>
public sealed class BackupComparison
{
    private readonly BackupView _before;
    private readonly BackupView _after;
    private readonly ChangeKinds _looksAt;
    private readonly ContentComparison _content;

    /// <summary>Prepares a comparison.</summary>
    /// <param name="before">The first backup.</param>
    /// <param name="after">The second backup.</param>
    /// <param name="looksAt">Of entries that both have, whether content and metadata are looked at.</param>
    public BackupComparison(BackupView before, BackupView after, ChangeKinds looksAt)
    {
        _before = before;
        _after = after;
        _looksAt = looksAt;
        _content = new ContentComparison(before, after);
    }

    /// <summary>
    /// Compares what is at a path in both backups, and below it; in the order of the bytes of names, a directory before what is in it.
    /// </summary>
    /// <exception cref="RepositoryException">Neither backup has the path, or a tree is damaged.</exception>
    public IEnumerable<TreeChange> Compare(TreePath path)
    {
        var before = _before.TryFind(path);
        var after = _after.TryFind(path);
        return before is null && after is null
            ? throw path.NotFoundIn(_before)
            : Compare(path.ToString(), before, after, path.Names.Count == 0);
    }

    private IEnumerable<TreeChange> Compare(string path, TreeEntry? before, TreeEntry? after, bool isRoot)
    {
        var open = new Stack<ComparedDirectory>();
        foreach (var change in Pair(open, path, isRoot ? string.Empty : path + "/", before, after))
        {
            yield return change;
        }

        while (open.TryPeek(out var directory))
        {
            if (!directory.TryNext(out before, out after))
            {
                open.Pop();
                continue;
            }

            path = directory.Prefix + ByteText.Show((before ?? after)!.Name.Span);
            foreach (var change in Pair(open, path, path + "/", before, after))
            {
                yield return change;
            }
        }
    }

    /// <summary>
    /// The changes of one name, and all below it where only one backup has a directory; where both have one, it is opened.
    /// </summary>
    private IEnumerable<TreeChange> Pair(Stack<ComparedDirectory> open, string path, string prefix, TreeEntry? before, TreeEntry? after)
    {
        if (before is not null && after is not null && before.Kind == after.Kind)
        {
            if (Differences(path, before, after) is { } change)
            {
                yield return change;
            }

            if (before.Directory is { } ours && after.Directory is { } theirs && ours != theirs)
            {
                open.Push(new ComparedDirectory(prefix, _before.Tree, ours, _after.Tree, theirs));
            }

            yield break;
        }

        yield return new TreeChange(
            path, before is null ? ChangeKinds.Added : after is null ? ChangeKinds.Removed : ChangeKinds.Type, before, after);
        foreach (var below in Below(_before, prefix, before))
        {
            yield return new TreeChange(below.Path, ChangeKinds.Removed, below.Entry, null);
        }

        foreach (var below in Below(_after, prefix, after))
        {
            yield return new TreeChange(below.Path, ChangeKinds.Added, null, below.Entry);
        }
    }

    private static IEnumerable<ListedEntry> Below(BackupView view, string prefix, TreeEntry? entry) =>
        entry?.Directory is null ? [] : view.Walk(prefix, entry, recursive: true);

    private TreeChange? Differences(string path, TreeEntry before, TreeEntry after)
    {
        var kinds = ChangeKinds.None;
        var pageCount = 0L;
        if ((_looksAt & ChangeKinds.Metadata) != 0 && HasOtherMetadata(before, after))
        {
            kinds |= ChangeKinds.Metadata;
        }

        if ((_looksAt & ChangeKinds.Content) != 0 && HasOtherContent(path, before, after, ref pageCount))
        {
            kinds |= ChangeKinds.Content;
        }

        return kinds == ChangeKinds.None ? null : new TreeChange(path, kinds, before, after, pageCount);
    }

    private static bool HasOtherMetadata(TreeEntry before, TreeEntry after) =>
        (before.Mode, before.UserId, before.GroupId) != (after.Mode, after.UserId, after.GroupId)
        || (before.ModifiedSeconds, before.ModifiedNanoseconds) != (after.ModifiedSeconds, after.ModifiedNanoseconds)
        || !before.Attributes.AsSpan().SequenceEqual(after.Attributes.AsSpan());

    private bool HasOtherContent(string path, TreeEntry before, TreeEntry after, ref long pageCount)
    {
        if (before.Kind != EntryKind.File)
        {
            return !before.LinkTarget.Span.SequenceEqual(after.LinkTarget.Span)
                || (before.DeviceMajor, before.DeviceMinor) != (after.DeviceMajor, after.DeviceMinor);
        }

        // What could not be read is not known to be what was read.
        var isUnreadable = ((before.Flags | after.Flags) & EntryFlags.Unreadable) != 0;
        if (before.Content!.Equals(after.Content) || isUnreadable)
        {
            return isUnreadable && before.Flags != after.Flags;
        }

        try
        {
            if (_before.Root.Database is null || _after.Root.Database is null)
            {
                return _content.Differ(before, after);
            }

            pageCount = _content.CountDiffering(before, after, StoreLimits.PageSize);
            return pageCount > 0;
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, path);
        }
    }
}
