using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
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
    private const int BatchFilesMax = 64;
    private const long BatchBytesMax = 4 << 20;
    private const int ModeWhileWriting = 0x1C0; // 0700

    private readonly TreeReader _tree;
    private readonly BoundedQueue<RestoreFile[]> _files;
    private readonly MetadataRestorer _metadata;
    private readonly RunProgress _progress;
    private readonly ProblemLog _problems;
    private readonly Stack<(DirectoryLease Lease, IEnumerator<TreeEntry> Entries)> _open = new();
    private readonly List<RestoreFile> _batch = [];
    private readonly RestoredLinks _links = new();
    private readonly NodeMaker _nodes;
    private long _batchBytes;

    public RestoreWalker(
        TreeReader tree, BoundedQueue<RestoreFile[]> files, MetadataRestorer metadata, RunProgress progress, ProblemLog problems)
    {
        _tree = tree;
        _files = files;
        _metadata = metadata;
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
            Enter(target, root, TreePath.Root, null);
            while (_open.TryPeek(out var frame))
            {
                if (MoveNext(frame.Lease.Path, frame.Entries))
                {
                    Visit(frame.Lease, frame.Entries.Current);
                }
                else
                {
                    Send();
                    Leave();
                }
            }

            _files.Complete();
        }
        finally
        {
            _nodes.Dispose();
            RestoreFile.Release(_batch);
            while (_open.Count > 0)
            {
                Leave();
            }
        }
    }

    private static bool MoveNext(TreePath path, IEnumerator<TreeEntry> entries)
    {
        try
        {
            return entries.MoveNext();
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, TreeDamage.Show(path.ToString()));
        }
    }

    private void Enter(IDirectory directory, TreeEntry entry, TreePath path, DirectoryLease? parent)
    {
        NodeMaker.RemoveDefaultAcl(directory, path);
        var lease = new DirectoryLease(directory, path, parent, done => _metadata.Restore(done, entry, new EntryPath(path, null)));
        _open.Push((lease, _tree.ReadDirectory(entry.Directory!).GetEnumerator()));
        _progress.AddEntries(1);
        if ((entry.Flags & EntryFlags.Unreadable) != 0)
        {
            _problems.Add(path.ToString(), "it could not be read when it was backed up: it is restored empty");
        }
    }

    private void Leave()
    {
        var (lease, entries) = _open.Pop();
        entries.Dispose();
        lease.Release();
    }

    private void Visit(DirectoryLease directory, TreeEntry entry)
    {
        var name = FileName.From(entry.Name.Span);
        var path = new EntryPath(directory.Path, name);
        if (entry.Kind == EntryKind.Directory)
        {
            Enter(Create(directory.Directory, name), entry, directory.Path.Append(name), directory);
            return;
        }

        if (entry.Kind == EntryKind.File && (entry.Flags & EntryFlags.Unreadable) != 0)
        {
            _problems.Add(path.ToString(), "it could not be read when it was backed up: it is not restored");
            return;
        }

        var hasOtherNames = entry.LinkCount > 1;
        if (hasOtherNames && _links.FindFirst(entry, path) is { } first && _nodes.TryLink(directory, name, first))
        {
            _progress.AddEntries(1);
        }
        else if (entry.Kind == EntryKind.File)
        {
            AddFile(directory, name, entry, hasOtherNames);
        }
        else if (_nodes.TryMake(directory.Directory, name, entry, path))
        {
            _progress.AddEntries(1);
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

    private void AddFile(DirectoryLease directory, FileName name, TreeEntry entry, bool isMadeNow)
    {
        if (isMadeNow)
        {
            // Its other names are made of this one, whether or not its content is there by then.
            FileRestorer.Create(directory.Directory, name, FileOpening.Buffered).Dispose();
        }

        directory.Hold();
        _batch.Add(new RestoreFile(directory, entry, isMadeNow));
        _batchBytes += entry.Size;
        if (_batch.Count >= BatchFilesMax || _batchBytes >= BatchBytesMax)
        {
            Send();
        }
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
