using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Manifests;

namespace GeodeArchive.Backup.Verifying;

/// <summary>
/// Walks a backup's tree and checks that every chunk it refers to is in a segment that the backup lists, with the length that the
/// tree says.
/// </summary>
internal sealed class TreeVerifier
{
    private readonly RepositoryState _state;
    private readonly BackupAddRecord _backup;
    private readonly ChunkIndex _index;
    private readonly TreeReader _tree;
    private readonly DamageLog _damages;
    private readonly RunProgress _progress;
    private long _files;
    private long _directories;
    private long _others;
    private long _bytes;
    private bool _isDamaged;

    public TreeVerifier(
        RepositoryState state, BackupAddRecord backup, ChunkIndex index, TreeReader tree, DamageLog damages, RunProgress progress)
    {
        _state = state;
        _backup = backup;
        _index = index;
        _tree = tree;
        _damages = damages;
        _progress = progress;
    }

    public void Run()
    {
        Guard(() =>
        {
            CheckPlace(_backup.RootChunk, null, "backup root");
            var open = new Stack<(TreeEntry Entry, string Path)>();
            open.Push((_tree.ReadRoot(_backup.RootChunk).Entry, string.Empty));
            _progress.AddEntries(1);
            while (open.TryPop(out var directory))
            {
                Guard(() => VerifyDirectory(directory.Entry, directory.Path, open));
            }
        });

        // What could not be read was not counted.
        if (!_isDamaged)
        {
            Guard(CheckCounts);
        }
    }

    private void Guard(Action step)
    {
        // Not "|=", which would read the field before a step inside this one sets it.
        if (!_damages.Guard(step))
        {
            _isDamaged = true;
        }
    }

    private void VerifyDirectory(TreeEntry directory, string path, Stack<(TreeEntry Entry, string Path)> open)
    {
        long count = 0;
        CheckPlace(directory.Directory!.Root.Id, null, path);
        foreach (var entry in _tree.ReadDirectory(directory.Directory.Root))
        {
            count++;
            var entryPath = path + Io.Files.ByteText.Show(entry.Name.Span);
            if (entry.Kind == EntryKind.Directory)
            {
                open.Push((entry, entryPath + "/"));
            }
            else if (entry.Kind == EntryKind.File)
            {
                _files++;
                _bytes += entry.Size;
                Guard(() => VerifyFile(entry, entryPath));
            }
            else
            {
                _others++;
            }

            _progress.AddEntries(1);
        }

        _directories++;
        if (count != directory.Directory.EntryCount)
        {
            throw Damage($"{path} has {count} entries, {directory.Directory.EntryCount} were expected");
        }
    }

    private void VerifyFile(TreeEntry file, string path)
    {
        if (file.Content!.Root is { } root)
        {
            foreach (var node in _tree.ReadExtentNodes(root))
            {
                CheckPlace(node, null, path);
            }
        }

        long size = 0;
        foreach (var extent in _tree.ReadExtents(file.Content))
        {
            size += extent.Length;
            if (extent.Kind != ExtentKind.Hole)
            {
                CheckPlace(extent.ChunkId, extent, path);
            }
        }

        if (size != file.Size && (file.Flags & EntryFlags.Unreadable) == 0)
        {
            throw Damage($"the extents of {path} sum to {size} bytes, not to its {file.Size}");
        }
    }

    private void CheckPlace(ChunkId id, Extent? extent, string path)
    {
        if (!_index.TryFind(id, out var table, out var place))
        {
            throw _index.FirstDamage ?? Damage($"{path} needs chunk {id}, which no index knows");
        }

        var number = _state.FindSegment(table.Segment.Id)?.Number;
        if (number is null || !_backup.Segments.Contains(number.Value))
        {
            // Another backup may hold a copy of the chunk in a segment that this one does not list.
            if (!_backup.Segments.Any(listed => IsIn(listed, id)))
            {
                throw Damage($"{path} needs chunk {id}, which is in no segment that the backup lists");
            }
        }

        if (extent is { } part && !part.Fits(place.Length))
        {
            throw Damage($"{path} needs other bytes of chunk {id} than its {place.Length}");
        }
    }

    private bool IsIn(SegmentNumber number, ChunkId id) =>
        _state.FindSegment(number) is { } segment && _index.TableOf(segment).TryFind(id, out _);

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
