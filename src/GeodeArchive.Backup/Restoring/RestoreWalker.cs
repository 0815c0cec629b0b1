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
    private readonly RunProgress _progress;
    private readonly ProblemLog _problems;
    private readonly Stack<(DirectoryLease Lease, IEnumerator<TreeEntry> Entries)> _open = new();
    private readonly List<RestoreFile> _batch = [];
    private long _batchBytes;

    public RestoreWalker(
        TreeReader tree, BoundedQueue<RestoreFile[]> files, MetadataRestorer metadata, RunProgress progress, ProblemLog problems)
    {
        _tree = tree;
        _files = files;
        _metadata = metadata;
        _progress = progress;
        _problems = problems;
    }

    /// <summary>Restores everything below <paramref name="target"/>, which is owned by the walker from now on.</summary>
    public void Run(IDirectory target, TreeEntry root)
    {
        try
        {
            Enter(target, root, string.Empty, null);
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
            RestoreFile.Release(_batch);
            while (_open.Count > 0)
            {
                Leave();
            }
        }
    }

    private static bool MoveNext(string path, IEnumerator<TreeEntry> entries)
    {
        try
        {
            return entries.MoveNext();
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, TreeDamage.Show(path));
        }
    }

    private void Enter(IDirectory directory, TreeEntry entry, string path, DirectoryLease? parent)
    {
        var lease = new DirectoryLease(directory, path, parent, done => _metadata.Restore(done, entry, path));
        _open.Push((lease, _tree.ReadDirectory(entry.Directory!).GetEnumerator()));
        _progress.AddEntries(1);
        if ((entry.Flags & EntryFlags.Unreadable) != 0)
        {
            _problems.Add(path, "it could not be read when it was backed up: it is restored empty");
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
        var path = directory.PathOf(name);
        switch (entry.Kind)
        {
            case EntryKind.Directory:
                Enter(Create(directory.Directory, name), entry, path + "/", directory);
                break;
            case EntryKind.File:
                AddFile(directory, entry, path);
                break;
            case EntryKind.SymbolicLink:
                RestoreLink(directory.Directory, name, entry, path);
                break;
            default:
                _problems.Add(path, $"a {entry.Kind} is recorded, but this version cannot make it");
                break;
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

    private void RestoreLink(IDirectory directory, FileName name, TreeEntry entry, string path)
    {
        try
        {
            directory.CreateSymbolicLink(name, entry.LinkTarget.Span);
        }
        catch (FileException error) when (error.Error is FileError.Denied or FileError.Unsupported)
        {
            // A file system without links. Where nothing at all may be made, the next file or directory tells.
            _problems.Add(path, error.Message);
            return;
        }

        _metadata.RestoreLink(directory, name, entry, path);
        _progress.AddEntries(1);
    }

    private void AddFile(DirectoryLease directory, TreeEntry entry, string path)
    {
        if ((entry.Flags & EntryFlags.Unreadable) != 0)
        {
            _problems.Add(path, "it could not be read when it was backed up: it is not restored");
            return;
        }

        if (entry.Content!.Root is { Depth: > 0 })
        {
            AddParts(directory, entry, path);
            return;
        }

        Add(new RestoreFile(directory, entry), entry.Size);
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
    private void AddParts(DirectoryLease directory, TreeEntry entry, string path)
    {
        var file = new PartedFile(
            FileRestorer.Create(directory.Directory, FileName.From(entry.Name.Span), FileOpening.Direct),
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
                    Add(new RestoreFile(directory, entry, new RestorePart(file, start, ReadFrom(entry, start))), entry.Size - start);
                    break;
                }

                Add(new RestoreFile(directory, entry, new RestorePart(file, start, part.Extents)), part.Length);
                start = end;
            }

            isComplete = true;
        }
        catch (RepositoryException damage) when (TreeDamage.IsDamage(damage))
        {
            throw TreeDamage.Naming(damage, path);
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

    private void Finish(IFile file, TreeEntry entry, string path)
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
