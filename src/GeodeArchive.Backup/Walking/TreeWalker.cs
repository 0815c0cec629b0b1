using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Storing;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Backup.Walking;

/// <summary>
/// The first stage: walks the source depth first, names in byte order, and sends each step to the assembler and each file that
/// must be read to the storers. What a step refers to has been sent to the storers first, or is sent next without anything in
/// between that waits for the assembler, so that the assembler never waits for work that nobody has.
/// </summary>
internal sealed class TreeWalker
{
    private const int BatchFilesMax = 64;
    private const long BatchBytesMax = 4 << 20;

    private readonly BoundedQueue<FilePart[]> _parts;
    private readonly BoundedQueue<WalkItem> _items;
    private readonly FileGate _fileGate;
    private readonly ParentTree? _parent;
    private readonly WalkSettings _settings;
    private readonly RunProgress _progress;
    private readonly ProblemLog _problems;
    private readonly Stack<WalkFrame> _open = new();
    private readonly List<FilePart> _batch = [];
    private readonly List<WalkItem> _held = [];
    private long _batchBytes;

    public TreeWalker(
        BoundedQueue<FilePart[]> parts,
        BoundedQueue<WalkItem> items,
        FileGate fileGate,
        ParentTree? parent,
        WalkSettings settings,
        RunProgress progress,
        ProblemLog problems)
    {
        _parts = parts;
        _items = items;
        _fileGate = fileGate;
        _parent = parent;
        _settings = settings;
        _progress = progress;
        _problems = problems;
    }

    /// <summary>
    /// Names that are there and have no entry, because not even their metadata could be read, or say nothing that can be saved. Known
    /// when the walk has ended.
    /// </summary>
    public long MissingCount { get; private set; }

    /// <summary>Walks the whole source and completes both queues.</summary>
    /// <param name="source">The source directory; owned by the walker from now on.</param>
    public void Run(IDirectory source)
    {
        try
        {
            Enter(new DirectoryLease(source, string.Empty), TreeEntries.Root(source.GetMetadata()), _parent?.Root);
            while (_open.TryPeek(out var frame))
            {
                if (frame.TryNext(out var name))
                {
                    Visit(frame, name);
                }
                else
                {
                    Leave();
                }
            }

            Flush();
            _parts.Complete();
            _items.Complete();
        }
        finally
        {
            FilePart.Release(_batch);
            while (_open.TryPop(out var frame))
            {
                frame.Dispose();
            }
        }
    }

    private void Enter(DirectoryLease directory, TreeEntry entry, TreeEntry? before)
    {
        FileName[] names;
        try
        {
            names = [.. directory.Directory.List().Select(item => item.Name)];
            Array.Sort(names);
        }
        catch (FileException error)
        {
            _problems.Add(directory.Path, error.Message);
            entry = entry with { Flags = EntryFlags.Unreadable };
            names = [];
        }

        var cursor = before is { Kind: EntryKind.Directory } ? _parent?.Open(before) : null;
        _open.Push(new WalkFrame(directory, names, cursor));
        Hold(WalkItem.Enter(entry));
    }

    private void Leave()
    {
        _open.Pop().Dispose();
        Hold(WalkItem.Leave());
    }

    private void Visit(WalkFrame frame, FileName name)
    {
        try
        {
            var metadata = frame.Lease.Directory.GetMetadata(name);
            var before = frame.Parent?.Find(name.Bytes);
            switch (metadata.Kind)
            {
                case FileKind.Directory:
                    VisitDirectory(frame, name, metadata, before);
                    break;
                case FileKind.Regular:
                    VisitFile(frame, name, metadata, before);
                    break;
                case FileKind.SymbolicLink:
                    var target = frame.Lease.Directory.ReadSymbolicLink(name);
                    Hold(WalkItem.Complete(TreeEntries.From(name, metadata) with { LinkTarget = target }));
                    break;
                case FileKind.Unknown:
                    MissingCount++;
                    _problems.Add(frame.Lease.PathOf(name), "it is of a kind that cannot be saved");
                    break;
                default:
                    Hold(WalkItem.Complete(TreeEntries.From(name, metadata)));
                    break;
            }
        }
        catch (FileException error)
        {
            var isVanished = error.Error == FileError.NotFound;
            MissingCount += isVanished ? 0 : 1;
            _problems.Add(frame.Lease.PathOf(name), isVanished ? "it vanished before it could be read" : error.Message);
        }
    }

    private void VisitDirectory(WalkFrame frame, FileName name, FileMetadata metadata, TreeEntry? before)
    {
        var entry = TreeEntries.From(name, metadata);
        if (_settings.IsArchiveRoot(metadata))
        {
            _settings.SkippedRoot(frame.Lease.PathOf(name));
            return;
        }

        IDirectory directory;
        try
        {
            directory = frame.Lease.Directory.OpenDirectory(name);
        }
        catch (FileException error) when (error.Error is not FileError.NotFound)
        {
            _problems.Add(frame.Lease.PathOf(name), error.Message);
            Hold(WalkItem.Enter(entry with { Flags = EntryFlags.Unreadable }));
            Hold(WalkItem.Leave());
            return;
        }

        Enter(new DirectoryLease(directory, frame.Lease.PathOf(name) + "/"), entry, before);
    }

    private void VisitFile(WalkFrame frame, FileName name, FileMetadata metadata, TreeEntry? before)
    {
        _progress.AddTotals(1, metadata.Size);
        if (before is not null && _parent!.TryReuse(before, metadata))
        {
            Hold(WalkItem.Complete(TreeEntries.From(name, metadata) with { Content = before.Content }));
            return;
        }

        if (metadata.Size == 0)
        {
            Hold(WalkItem.Complete(TreeEntries.From(name, metadata) with { Content = FileContent.Inline([]) }));
            return;
        }

        var file = new PendingFile(_fileGate, frame.Lease, name, metadata, _settings.PartSize);
        if (file.PartCount == 1)
        {
            AddPart(new FilePart(file, 0, 0, metadata.Size));
            Hold(WalkItem.Pending(file));
            return;
        }

        // The assembler is told first: it takes parts while others are still handed out, however many there are.
        Flush();
        Hold(WalkItem.Pending(file));
        AddParts(file);
    }

    private void AddParts(PendingFile file)
    {
        for (long part = 0; part < file.PartCount; part++)
        {
            // Nobody may wait for a part that lies in the batch.
            SendBatch();
            if (!file.IsWanted(part))
            {
                break;
            }

            var offset = part * _settings.PartSize;
            AddPart(new FilePart(file, part, offset, Math.Min(_settings.PartSize, file.Metadata.Size - offset)));
        }

        SendBatch();
    }

    private void AddPart(FilePart part)
    {
        part.File.Directory.Hold();
        _batch.Add(part);
        _batchBytes += part.Length;
        if (_batch.Count >= BatchFilesMax || _batchBytes >= BatchBytesMax)
        {
            SendBatch();
        }
    }

    private void Hold(WalkItem item)
    {
        _held.Add(item);
        if (_batch.Count == 0 || _held.Count >= 4 * BatchFilesMax)
        {
            Flush();
        }
    }

    private void Flush()
    {
        SendBatch();
        _items.AddRange(_held);
        _held.Clear();
    }

    private void SendBatch()
    {
        if (_batch.Count > 0)
        {
            _parts.Add([.. _batch]);
        }

        _batch.Clear();
        _batchBytes = 0;
    }
}
