using System.Collections.Immutable;
using GeodeArchive.Backup.Filtering;
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
    private readonly AttributeReader _attributes;
    private readonly LinkedFiles _links = new();
    private readonly RunProgress _progress;
    private readonly ProblemLog _problems;
    private readonly Stack<WalkFrame> _open = new();
    private readonly List<FilePart> _batch = [];
    private readonly List<WalkItem> _held = [];
    private long _batchBytes;
    private ulong _device;

    public TreeWalker(
        BoundedQueue<FilePart[]> parts,
        BoundedQueue<WalkItem> items,
        FileGate fileGate,
        ParentTree? parent,
        WalkSettings settings,
        AttributeReader attributes,
        RunProgress progress,
        ProblemLog problems)
    {
        _parts = parts;
        _items = items;
        _fileGate = fileGate;
        _parent = parent;
        _settings = settings;
        _attributes = attributes;
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
            var metadata = source.GetMetadata();
            _device = metadata.Device;
            Enter(new DirectoryLease(source, TreePath.Root), TreeEntries.Root(metadata), metadata, _parent?.Root);
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

    private void Enter(DirectoryLease directory, TreeEntry entry, FileMetadata metadata, TreeEntry? before)
    {
        var attributes = _attributes.Read(directory.Directory, metadata, out var problem);
        entry = Complete(entry, attributes, problem, problem is null ? null : directory.Path.ToString());
        FileName[] names;
        try
        {
            names = ListNames(directory);
        }
        catch (FileException error)
        {
            _problems.Add(directory.Path.ToString(), error.Message);
            entry = entry with { Flags = EntryFlags.Unreadable };
            names = [];
        }

        var cursor = before is { Kind: EntryKind.Directory } ? _parent?.Open(before) : null;
        _open.Push(new WalkFrame(directory, names, cursor));
        Hold(WalkItem.Enter(entry));
    }

    /// <summary>The names in a directory that are not left out, in order.</summary>
    private FileName[] ListNames(DirectoryLease directory)
    {
        var listing = directory.Directory.List();
        FileName[] names = _settings.Excluded.IsEmpty
            ? [.. listing.Select(item => item.Name)]
            : [.. listing.Where(item => !_settings.Excluded.IsExcluded(directory.Path, item.Name, IsDirectory(directory, item)))
                .Select(item => item.Name)];
        if (_settings.SkipsCaches && directory.Path.Depth > 0 && names.Contains(CacheTag.Name) && CacheTag.IsIn(directory.Directory))
        {
            return [CacheTag.Name];
        }

        Array.Sort(names);
        return names;
    }

    private static bool IsDirectory(DirectoryLease directory, DirectoryEntry item)
    {
        if (item.Kind != FileKind.Unknown)
        {
            return item.Kind == FileKind.Directory;
        }

        try
        {
            return directory.Directory.GetMetadata(item.Name).Kind == FileKind.Directory;
        }
        catch (FileException)
        {
            // The walk will meet the same and report it.
            return false;
        }
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
                    Hold(WalkItem.Complete(VisitLink(frame, name, metadata, before)));
                    break;
                case FileKind.Unknown:
                    MissingCount++;
                    _problems.Add(frame.Lease.PathOf(name), "it is of a kind that cannot be saved");
                    break;
                default:
                    Hold(WalkItem.Complete(WithAttributes(frame, name, metadata, TreeEntries.From(name, metadata))));
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

        if (_settings.SkippedMount is { } skippedMount && metadata.Device != _device)
        {
            skippedMount(frame.Lease.PathOf(name));
            Hold(WalkItem.Enter(entry));
            Hold(WalkItem.Leave());
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
            Hold(WalkItem.Enter(WithAttributes(frame, name, metadata, entry) with { Flags = EntryFlags.Unreadable }));
            Hold(WalkItem.Leave());
            return;
        }

        Enter(new DirectoryLease(directory, frame.Lease.Path.Append(name)), entry, metadata, before);
    }

    private TreeEntry VisitLink(WalkFrame frame, FileName name, FileMetadata metadata, TreeEntry? before)
    {
        var entry = TreeEntries.From(name, metadata);
        return before is not null && _parent!.IsUnchanged(before, metadata)
            ? entry with { LinkTarget = before.LinkTarget, Attributes = before.Attributes }
            : WithAttributes(frame, name, metadata, entry with { LinkTarget = frame.Lease.Directory.ReadSymbolicLink(name) });
    }

    private void VisitFile(WalkFrame frame, FileName name, FileMetadata metadata, TreeEntry? before)
    {
        _progress.AddTotals(1, metadata.Size);
        LinkedFile? link = null;
        if (metadata.LinkCount > 1 && _links.IsFurtherName(metadata, out link))
        {
            Hold(WalkItem.FurtherName(TreeEntries.From(name, metadata), link!));
            return;
        }

        if (before is not null && _parent!.TryReuse(before, metadata))
        {
            var entry = TreeEntries.From(name, metadata);
            Hold(WalkItem.Complete(entry with { Content = before.Content, Attributes = before.Attributes }, link));
            return;
        }

        if (metadata.Size == 0)
        {
            var entry = TreeEntries.From(name, metadata) with { Content = FileContent.Inline([]) };
            Hold(WalkItem.Complete(WithAttributes(frame, name, metadata, entry), link));
            return;
        }

        var file = new PendingFile(_fileGate, frame.Lease, name, metadata, _settings.PartSize);
        if (file.PartCount == 1)
        {
            AddPart(new FilePart(file, 0, 0, metadata.Size));
            Hold(WalkItem.Pending(file, link));
            return;
        }

        // The assembler is told first: it takes parts while others are still handed out, however many there are.
        Flush();
        Hold(WalkItem.Pending(file, link));
        AddParts(file);
    }

    private void AddParts(PendingFile file)
    {
        using var holes = new HoleFinder(file, _settings.PartSize);
        long offset = 0;
        for (long part = 0; offset < file.Metadata.Size; part++)
        {
            // Nobody may wait for a part that lies in the batch.
            SendBatch();
            if (!file.IsWanted(part))
            {
                break;
            }

            var hole = holes.LengthAt(offset);
            var length = hole > 0 ? hole : Math.Min(_settings.PartSize, file.Metadata.Size - offset);
            AddPart(new FilePart(file, part, offset, length, IsHole: hole > 0));
            offset += length;
        }

        SendBatch();
    }

    private TreeEntry WithAttributes(WalkFrame frame, FileName name, FileMetadata metadata, TreeEntry entry)
    {
        var attributes = _attributes.Read(frame.Lease.Directory, name, metadata, out var problem);
        return Complete(entry, attributes, problem, problem is null ? null : frame.Lease.PathOf(name));
    }

    private TreeEntry Complete(TreeEntry entry, ImmutableArray<TreeAttribute> attributes, string? problem, string? path)
    {
        if (problem is not null)
        {
            _problems.Add(path!, problem);
            return entry with { Attributes = attributes, Flags = EntryFlags.Changed };
        }

        return attributes.IsEmpty ? entry : entry with { Attributes = attributes };
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
