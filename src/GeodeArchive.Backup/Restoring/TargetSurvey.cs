using GeodeArchive.Backup.Filtering;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Goes through backup and target side by side and writes nothing: finds out what a restore would do, and whether anything is in its way.
/// </summary>
internal sealed class TargetSurvey
{
    private readonly TreeReader _tree;
    private readonly PathSelection _selection;
    private readonly TargetExtras? _extras;
    private readonly FileComparer? _comparer;
    private readonly Action<RestoreAction, EntryPath> _tell;
    private readonly List<(EntryPath Path, RestoreAction Action)> _leads = [];

    /// <summary>Prepares.</summary>
    /// <param name="tree">Reads the backups.</param>
    /// <param name="selection">What is restored; notes what is found.</param>
    /// <param name="extras">Judges what only the target has; null if it is empty.</param>
    /// <param name="comparer">Compares contents; null if only names matter.</param>
    /// <param name="tell">Is told what would be written or kept.</param>
    public TargetSurvey(
        TreeReader tree, PathSelection selection, TargetExtras? extras, FileComparer? comparer, Action<RestoreAction, EntryPath> tell)
    {
        _tree = tree;
        _selection = selection;
        _extras = extras;
        _comparer = comparer;
        _tell = tell;
    }

    /// <summary>Goes through a directory and all below it.</summary>
    /// <param name="target">The directory in the target; null if it is not there.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="directory">The backup's entry of it.</param>
    /// <param name="known">The parent's entry of it, or null.</param>
    /// <param name="isTaken">Whether all in it is restored.</param>
    public void Visit(IDirectory? target, TreePath path, TreeEntry directory, TreeEntry? known, bool isTaken)
    {
        var listing = target is null || _extras is null ? null : new TargetListing(target);
        using var cursor = known is { Kind: EntryKind.Directory }
            ? new ParentCursor(_tree.ReadDirectory(known.Directory!).GetEnumerator())
            : null;
        foreach (var entry in _tree.ReadDirectory(directory.Directory!))
        {
            var name = FileName.From(entry.Name.Span);
            Judge(target, path, listing?.TakeBefore(name), cursor, isTaken);
            var choice = _selection.Choose(path, isTaken, name, entry.Kind == EntryKind.Directory);
            if (choice == PathChoice.Leave)
            {
                continue;
            }

            var found = listing is not null && listing.Contains(name) ? target!.GetMetadata(name) : (FileMetadata?)null;
            if (entry.Kind == EntryKind.Directory)
            {
                VisitBelow(target, path, entry, cursor?.Find(name.Bytes), found, choice == PathChoice.Take);
                continue;
            }

            if (found is { Kind: FileKind.Directory })
            {
                _extras!.Remove(target!, path, name, cursor?.Find(name.Bytes) ?? entry);
            }

            Tell(IsSame(target, name, found, entry) ? RestoreAction.Keep : RestoreAction.Write, new EntryPath(path, name));
        }

        Judge(target, path, listing?.TakeRest(), cursor, isTaken);
    }

    private void VisitBelow(
        IDirectory? target, TreePath path, TreeEntry entry, TreeEntry? known, FileMetadata? found, bool isTaken)
    {
        var name = FileName.From(entry.Name.Span);
        using var below = found is { Kind: FileKind.Directory } ? target!.OpenDirectory(name) : null;
        var action = below is not null && _comparer is not null && MetadataRestorer.IsSame(below, entry)
            ? RestoreAction.Keep
            : RestoreAction.Write;
        var place = new EntryPath(path, name);
        if (isTaken)
        {
            Tell(action, place);
        }
        else
        {
            // Only where something below it is restored.
            _leads.Add((place, action));
        }

        Visit(below, path.Append(name), entry, known, isTaken);
        if (!isTaken && _leads.Count > 0 && _leads[^1].Path == place)
        {
            _leads.RemoveAt(_leads.Count - 1);
        }
    }

    private void Tell(RestoreAction action, EntryPath path)
    {
        foreach (var (leading, leadingAction) in _leads)
        {
            _tell(leadingAction, leading);
        }

        _leads.Clear();
        _tell(action, path);
    }

    private void Judge(IDirectory? target, TreePath path, IEnumerable<FileName>? names, ParentCursor? cursor, bool isTaken)
    {
        foreach (var name in names ?? [])
        {
            if (isTaken)
            {
                _extras!.Remove(target!, path, name, cursor?.Find(name.Bytes));
            }
        }
    }

    private bool IsSame(IDirectory? target, FileName name, FileMetadata? found, TreeEntry entry)
    {
        if (_comparer is null || found is not { } metadata || (metadata.LinkCount > 1 && entry.LinkCount == 1))
        {
            return false;
        }

        if (entry.Kind != EntryKind.File)
        {
            return NodeMaker.IsSame(target!, name, metadata, entry) && MetadataRestorer.IsSame(new NamedNode(target!, name), entry);
        }

        if (metadata.Kind != FileKind.Regular)
        {
            return false;
        }

        using var file = target!.OpenFile(name);
        return _comparer.IsSame(file, entry) && MetadataRestorer.IsSame(file, entry);
    }
}
