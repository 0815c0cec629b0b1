using GeodeArchive.Backup.Filtering;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Restoring;

/// <summary>
/// Walks the tree of a backup depth first, makes directories and links, and sends files in batches to the restorers. A
/// directory's own metadata is set by whoever finishes the last thing in it.
/// </summary>
internal sealed class RestoreWalker
{
    // A directory's files go to one worker, as far as possible: creates in one directory hold each other up.
    private const int BatchFilesMax = 1024;
    private const long BatchBytesMax = 8 << 20;
    private const int ModeWhileWriting = 0x1C0; // 0700

    private readonly TreeReader _tree;
    private readonly BoundedQueue<RestoreFile[]> _files;
    private readonly MetadataRestorer _metadata;
    private readonly PathSelection _selection;
    private readonly TargetUpdate? _update;
    private readonly RunProgress _progress;
    private readonly ProblemLog _problems;
    private readonly Stack<RestoreFrame> _open = new();
    private readonly List<RestoreFile> _batch = [];
    private readonly RestoredLinks _links = new();
    private readonly NodeMaker _nodes;
    private long _batchBytes;

    /// <summary>Prepares the walk.</summary>
    /// <param name="tree">Reads the backup.</param>
    /// <param name="files">Takes the files.</param>
    /// <param name="metadata">Sets what is not content.</param>
    /// <param name="selection">What is restored.</param>
    /// <param name="update">What to do with what is in the target; null if that is empty.</param>
    /// <param name="progress">Is told what is done.</param>
    /// <param name="problems">Is told what is not.</param>
    public RestoreWalker(
        TreeReader tree,
        BoundedQueue<RestoreFile[]> files,
        MetadataRestorer metadata,
        PathSelection selection,
        TargetUpdate? update,
        RunProgress progress,
        ProblemLog problems)
    {
        _tree = tree;
        _files = files;
        _metadata = metadata;
        _selection = selection;
        _update = update;
        _progress = progress;
        _problems = problems;
        _nodes = new NodeMaker(metadata, problems);
    }

    /// <summary>Restores everything below <paramref name="target"/>, which is owned by the walker from now on.</summary>
    public void Run(IDirectory target, TreeEntry root)
    {
        try
        {
            _nodes.Root = target;
            Push(new RestoreFrame(null, TreePath.Root, root, _selection.IsRootTaken)
            {
                Entries = Entries(root),
                Known = _update?.OpenKnown(_update.KnownRoot),
            });
            Lease(_open.Peek(), target, isNew: _update is null);
            while (_open.TryPeek(out var frame))
            {
                if (MoveNext(frame))
                {
                    Visit(frame, frame.Entries.Current);
                }
                else
                {
                    Send();
                    RemoveExtras(frame, frame.Existing?.TakeRest());
                    _open.Pop().Dispose();
                }
            }

            _files.Complete();
        }
        finally
        {
            _nodes.Dispose();
            RestoreFile.Release(_batch);
            while (_open.TryPop(out var frame))
            {
                frame.Dispose();
            }
        }
    }

    private static bool MoveNext(RestoreFrame frame)
    {
        try
        {
            return frame.Entries.MoveNext();
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, TreeDamage.Show(frame.Path.ToString()));
        }
    }

    private static IDirectory Create(IDirectory parent, FileName name)
    {
        try
        {
            parent.CreateDirectory(name, ModeWhileWriting);
        }
        catch (FileException error) when (MetadataRestorer.MayLackModes(error))
        {
            // As for files: it may have been made, but not with this mode.
            if (MetadataRestorer.TryOpen(() => parent.OpenDirectory(name)) is { } made)
            {
                return made;
            }

            throw;
        }

        return parent.OpenDirectory(name);
    }

    private IEnumerator<TreeEntry> Entries(TreeEntry directory) => _tree.ReadDirectory(directory.Directory!).GetEnumerator();

    private void Push(RestoreFrame frame)
    {
        _open.Push(frame);
        if ((frame.Entry.Flags & EntryFlags.Unreadable) != 0)
        {
            _problems.Add(frame.Path.ToString(), "it could not be read when it was backed up: it is restored empty");
        }
    }

    private void Visit(RestoreFrame frame, TreeEntry entry)
    {
        var name = FileName.From(entry.Name.Span);
        RemoveExtras(frame, frame.Existing?.TakeBefore(name));
        var isDirectory = entry.Kind == EntryKind.Directory;
        var choice = _selection.Choose(frame.Path, frame.IsTaken, name, isDirectory);
        if (choice == PathChoice.Leave)
        {
            return;
        }

        if (!isDirectory)
        {
            Restore(frame, name, entry);
            return;
        }

        var below = new RestoreFrame(frame, frame.Path.Append(name), entry, choice == PathChoice.Take)
        {
            Entries = Entries(entry),
            Known = _update?.OpenKnown(frame.Known?.Find(name.Bytes)),
        };
        Push(below);
        if (below.IsTaken)
        {
            Demand(below);
        }
    }

    /// <summary>The directory in the target that a frame stands for; it is made, with those above it, unless it is there.</summary>
    private DirectoryLease Demand(RestoreFrame frame)
    {
        if (frame.Lease is { } lease)
        {
            return lease;
        }

        var above = Demand(frame.Above!).Directory;
        var name = frame.Path.Name;
        if (frame.Above!.Has(name))
        {
            var metadata = above.GetMetadata(name);
            if (metadata.Kind == FileKind.Directory)
            {
                return Lease(frame, TargetExtras.OpenForChanges(above, name, metadata), isNew: false);
            }

            above.DeleteFile(name);
        }

        return Lease(frame, Create(above, name), isNew: true);
    }

    private DirectoryLease Lease(RestoreFrame frame, IDirectory directory, bool isNew)
    {
        var (entry, path) = (frame.Entry, new EntryPath(frame.Path, null));
        frame.Lease = new DirectoryLease(
            directory, frame.Path, frame.Above?.Lease, done => RestoreMetadata(done, entry, path, isNew));
        _progress.AddEntries(1);
        if (!isNew)
        {
            frame.Existing = new TargetListing(directory);
        }

        if (isNew && frame.Above is null)
        {
            NodeMaker.RemoveDefaultAcl(directory);
        }

        return frame.Lease;
    }

    private void RestoreMetadata(IDirectory directory, TreeEntry entry, EntryPath path, bool isNew)
    {
        if (isNew)
        {
            _metadata.Restore(directory, entry, path);
        }
        else if (!_metadata.Update(directory, entry, path))
        {
            _update!.Counts.AddKept();
        }
    }

    private void Restore(RestoreFrame frame, FileName name, TreeEntry entry)
    {
        var directory = Demand(frame);
        var path = new EntryPath(frame.Path, name);
        if (entry.Kind == EntryKind.File && (entry.Flags & EntryFlags.Unreadable) != 0)
        {
            _problems.Add(path.ToString(), "it could not be read when it was backed up: it is not restored");
            return;
        }

        if (_update is not null && frame.Has(name))
        {
            Update(frame, directory, name, entry, path);
            return;
        }

        var hasOtherNames = entry.LinkCount > 1;
        if (hasOtherNames && _links.FindFirst(entry, path) is { } first && _nodes.TryLink(directory, name, first))
        {
            _progress.AddEntries(1);
        }
        else if (entry.Kind != EntryKind.File)
        {
            _progress.AddEntries(_nodes.TryMake(directory.Directory, name, entry, path) ? 1 : 0);
        }
        else
        {
            if (hasOtherNames)
            {
                // Its other names are made of this one, whether or not its content is there by then.
                FileRestorer.Create(directory.Directory, name, FileOpening.Buffered).Dispose();
            }

            AddFile(directory, entry, hasOtherNames ? RestoreWay.Fill : RestoreWay.Make);
        }
    }

    /// <summary>Brings something up to date that has the name of an entry.</summary>
    private void Update(RestoreFrame frame, DirectoryLease directory, FileName name, TreeEntry entry, EntryPath path)
    {
        var found = directory.Directory.GetMetadata(name);
        if (found.Kind == FileKind.Directory
            && !_update!.Extras.Remove(directory.Directory, frame.Path, name, frame.Known?.Find(name.Bytes) ?? entry))
        {
            _problems.Add(path.ToString(), "there is a directory with something in it that stays: it is not restored");
            return;
        }

        var hasOtherNames = entry.LinkCount > 1;
        var first = hasOtherNames ? _links.FindFirst(entry, path) : null;
        var isDone = first is { } place && _update!.TryLink(_nodes, directory, name, found, place);
        if (isDone)
        {
            _progress.AddEntries(1);
        }
        else if (entry.Kind != EntryKind.File)
        {
            _progress.AddEntries(_update!.TryRestore(_nodes, directory.Directory, name, found, entry, path) ? 1 : 0);
        }
        else if (hasOtherNames)
        {
            // Now, and not by another worker later: its other names are made of what it is then.
            _update!.Restore(new RestoreFile(directory, entry, _update.WayOf(found, entry)), name);
        }
        else
        {
            AddFile(directory, entry, _update!.WayOf(found, entry));
        }
    }

    private void RemoveExtras(RestoreFrame frame, IEnumerable<FileName>? names)
    {
        foreach (var name in names ?? [])
        {
            if (frame.IsTaken)
            {
                _update!.Extras.Remove(frame.Lease!.Directory, frame.Path, name, frame.Known?.Find(name.Bytes));
            }
        }
    }

    private void AddFile(DirectoryLease directory, TreeEntry entry, RestoreWay way)
    {
        if (way == RestoreWay.Make && entry.Content!.Root is { Depth: > 0 })
        {
            AddParts(directory, entry);
            return;
        }

        Add(new RestoreFile(directory, entry, way), entry.Size);
    }

    private void Add(RestoreFile file, long size)
    {
        file.Directory.Hold();
        file.Part?.File.Hold();
        _batch.Add(file);
        _batchBytes += size;
        if (_batch.Count >= BatchFilesMax || _batchBytes >= BatchBytesMax)
        {
            Send();
        }
    }

    /// <summary>Sends a large file as the parts that it was stored in, so that all workers write it.</summary>
    private void AddParts(DirectoryLease directory, TreeEntry entry)
    {
        var name = FileName.From(entry.Name.Span);
        var path = new EntryPath(directory.Path, name);
        var file = new PartedFile(
            FileRestorer.Create(directory.Directory, name, FileOpening.Direct),
            done => Finish(done, entry, path));
        var isComplete = false;
        try
        {
            long start = 0;
            foreach (var part in _tree.ReadParts(entry))
            {
                var end = start + part.Length;
                if (end % DirectAlignment.Bytes != 0 && end != entry.Size)
                {
                    // Another worker can go on only where direct writes can: the rest is for one.
                    var rest = new RestorePart(file, start, ReadFrom(entry, start));
                    Add(new RestoreFile(directory, entry, RestoreWay.Make, rest), entry.Size - start);
                    break;
                }

                Add(new RestoreFile(directory, entry, RestoreWay.Make, new RestorePart(file, start, part.Extents)), part.Length);
                start = end;
            }

            isComplete = true;
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, path.ToString());
        }
        finally
        {
            if (isComplete)
            {
                file.Release();
            }
            else
            {
                file.Abandon();
            }
        }
    }

    /// <summary>The extents from the part that starts there.</summary>
    private IEnumerable<Extent> ReadFrom(TreeEntry entry, long start)
    {
        long position = 0;
        foreach (var part in _tree.ReadParts(entry))
        {
            foreach (var extent in position >= start ? part.Extents : [])
            {
                yield return extent;
            }

            position += part.Length;
        }
    }

    private void Finish(IFile file, TreeEntry entry, EntryPath path)
    {
        if (file.Length != entry.Size)
        {
            file.SetLength(entry.Size);
        }

        _metadata.Restore(file, entry, path);
        _progress.AddEntries(1);
    }

    private void Send()
    {
        if (_batch.Count > 0)
        {
            _files.Add([.. _batch]);
        }

        _batch.Clear();
        _batchBytes = 0;
    }
}
