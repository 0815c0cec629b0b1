using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Verifying;

/// <summary>
/// Walks a backup's tree and checks that every chunk it refers to is in a segment that the backup lists, with the length that the
/// tree says. Holds one leaf a level in memory.
/// </summary>
internal sealed class TreeVerifier
{
    private readonly BackupAddRecord _backup;
    private readonly ListedChunks _listed;
    private readonly TreeReader _tree;
    private readonly DamageLog _damages;
    private readonly RunProgress _progress;
    private readonly Stack<(string Path, IEnumerator<TreeEntry> Entries)> _open = new();
    private long _files;
    private long _directories;
    private long _others;
    private long _bytes;
    private bool _isDamaged;

    public TreeVerifier(BackupAddRecord backup, ListedChunks listed, TreeReader tree, DamageLog damages, RunProgress progress)
    {
        _backup = backup;
        _listed = listed;
        _tree = tree;
        _damages = damages;
        _progress = progress;
    }

    public void Run()
    {
        try
        {
            Guard(string.Empty, VerifyRoot);
            while (_open.TryPeek(out var directory))
            {
                var isThere = false;
                Guard(directory.Path, () => isThere = directory.Entries.MoveNext());
                if (isThere)
                {
                    Visit(directory.Path, directory.Entries.Current);
                }
                else
                {
                    // Its end, or damage: the entries behind it cannot be read.
                    _open.Pop().Entries.Dispose();
                }
            }
        }
        finally
        {
            while (_open.TryPop(out var left))
            {
                left.Entries.Dispose();
            }
        }

        // What could not be read was not counted.
        if (!_isDamaged)
        {
            Guard(path: null, CheckCounts);
        }
    }

    private void Guard(string? path, Action step)
    {
        // Not "|=", which would read the field before a step inside this one sets it.
        if (!_damages.Guard(step, path))
        {
            _isDamaged = true;
        }
    }

    private void VerifyRoot()
    {
        CheckPlace(_backup.RootChunk, null, string.Empty);
        Enter(string.Empty, _tree.ReadRoot(_backup.RootChunk).Entry);
    }

    private void Enter(string path, TreeEntry directory)
    {
        _directories++;
        _progress.AddEntries(1);
        var content = directory.Directory!;
        foreach (var node in _tree.ReadDirectoryNodes(content))
        {
            CheckPlace(node, null, path);
        }

        _open.Push((path, _tree.ReadDirectory(content).GetEnumerator()));
    }

    private void Visit(string directory, TreeEntry entry)
    {
        var path = directory + ByteText.Show(entry.Name.Span);
        if (entry.Kind == EntryKind.Directory)
        {
            Guard(path + "/", () => Enter(path + "/", entry));
            return;
        }

        if (entry.Kind == EntryKind.File)
        {
            _files++;
            Guard(path, () => VerifyFile(entry, path));
        }
        else
        {
            _others++;
        }

        _progress.AddEntries(1);
    }

    private void VerifyFile(TreeEntry file, string path)
    {
        _bytes = SizeSum.Add(_bytes, file.Size);
        foreach (var node in _tree.ReadExtentNodes(file))
        {
            CheckPlace(node, null, path);
        }

        foreach (var extent in _tree.ReadExtents(file))
        {
            if (extent.Kind != ExtentKind.Hole)
            {
                CheckPlace(extent.ChunkId, extent, path);
            }
        }
    }

    private void CheckPlace(ChunkId id, Extent? extent, string path)
    {
        if (!_listed.TryFind(id, out var table, out var place, out var isKnown))
        {
            throw isKnown
                ? Damage($"chunk {id} is in no segment that the backup lists")
                : _listed.WhyNotFound(id) ?? Damage($"no index knows chunk {id}");
        }

        if (!_damages.IsEmpty)
        {
            // The sums of its block may have been found wrong before.
            _damages.AddPath(RepositoryNames.Segment(table.Segment.Id).Text, table.Blocks[place.Block].Offset, path);
        }

        if (extent is { } part && !part.Fits(place.Length))
        {
            throw _tree.Damage(id, FormatError.BadReference, "extent", $"not its {place.Length} bytes are asked for");
        }
    }

    private void CheckCounts()
    {
        if (_files != _backup.FileCount
            || _directories != _backup.DirectoryCount
            || _others != _backup.OtherCount
            || _bytes != _backup.LogicalSize)
        {
            throw Damage(
                $"the tree has {_files} files, {_directories} directories, {_others} others and {_bytes} bytes; the manifest says "
                + $"{_backup.FileCount}, {_backup.DirectoryCount}, {_backup.OtherCount} and {_backup.LogicalSize}");
        }
    }

    private RepositoryException Damage(string detail) =>
        RepositoryException.Damage(_backup.Name, FormatError.BadReference, "tree", -1, detail);
}
