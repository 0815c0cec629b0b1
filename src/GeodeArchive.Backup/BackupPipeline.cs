using GeodeArchive.Backup.Assembling;
using GeodeArchive.Backup.Chunking;
using GeodeArchive.Backup.Filtering;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Storing;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup;

/// <summary>
/// Backs up a directory tree: walk, then read, cut, deduplicate, compress and store on all workers, then assemble the tree,
/// then commit. Memory: two read buffers and two blocks a worker, five parts on their way to the store, and the caches below.
/// </summary>
public sealed class BackupPipeline
{
    private const int PartBatchesQueuedMax = 8;
    private const int ItemsQueuedMax = 4096;

    // While one waits for the disk, another cuts and compresses.
    private const int StorersPerProcessor = 3;
    private const long TablesMemoryMax = 32 << 20;
    private const long BlocksMemoryMax = 16 << 20;

    private readonly ArchiveRepository _repository;
    private readonly Machine _machine;
    private BackupOptions _options;
    private readonly RunProgress _progress;
    private readonly List<string> _notes = [];

    /// <summary>Prepares a backup into <paramref name="repository"/>.</summary>
    public BackupPipeline(ArchiveRepository repository, BackupOptions options, RunProgress progress)
    {
        _repository = repository;
        _machine = repository.Machine;
        _options = options;
        _progress = progress;
    }

    /// <summary>Makes the backup. When this returns it is durable.</summary>
    /// <exception cref="RepositoryException">The repository cannot be written, or the backup was refused.</exception>
    /// <exception cref="FileException">The source directory cannot be read at all.</exception>
    public BackupResult Run()
    {
        BackupName.CheckFree(_repository, _options.Name);

        // Chains are found by their source, whichever way leads there. And a wrong one must be known before a session is opened.
        _options = _options with { Source = _machine.Files.ResolvePath(_options.Source) };
        using var source = _machine.Files.OpenDirectory(_options.Source);
        var parent = ParentChoice.Choose(_repository, _options);
        var domain = DomainChoice.Choose(_repository, _options.IsEncrypted, parent);
        var catalog = new SegmentCatalog(_repository.Store, domain, _machine.Scheduler, TablesMemoryMax);
        var started = WallTime.Now(_machine.Clock);
        var check = ReuseVerifier.For(_options.Type, _repository, catalog);
        using var session = WriteSession.Open(_repository, catalog, _options.Host, _options.Program, check);
        using var chunks = new ChunkReader(_repository.Store, _machine.Scheduler, session.Index, BlocksMemoryMax);
        var reader = new TreeReader(chunks, session.Index);
        var problems = new ProblemLog(_machine.Scheduler);
        try
        {
            var parentTree = IsComparable(domain, parent) ? new ParentTree(reader, session, parent!) : null;
            var (rootChunk, counts) = Store(session, parentTree, problems);
            var (backup, manifest) = session.Commit(() => Describe(session, started, parent, rootChunk, counts));
            BackupLabel.Write(_repository, backup, manifest);
            if (session.MergeFailure is { } failure)
            {
                _notes.Add($"the indexes of the archive were not merged, which the next backup tries again: {failure.Message}");
            }

            foreach (var damage in session.Index.Damages)
            {
                _notes.Add($"{damage.Message}; what it holds and this backup needs was stored again");
            }

            return new BackupResult(backup, manifest, _progress.NewBytes, problems, _notes);
        }
        catch (Exception error) when (error is RepositoryException or FileException)
        {
            session.GiveUp(error);
            throw;
        }
    }

    private bool IsComparable(ArchiveDomain domain, BackupAddRecord? parent)
    {
        var reason = parent is null ? null : DomainChoice.WhyNotComparable(domain, parent);
        if (reason is not null)
        {
            _notes.Add(reason);
        }

        return parent is not null && reason is null;
    }

    private (ChunkId RootChunk, TreeCounts Counts) Store(WriteSession session, ParentTree? parent, ProblemLog problems)
    {
        var scheduler = _machine.Scheduler;
        using var nodes = new MetadataStore(scheduler, session, session.CreatePacker(SegmentKind.Metadata, _options.Compression));
        var parts = new BoundedQueue<FilePart[]>(scheduler, PartBatchesQueuedMax);
        var items = new BoundedQueue<WalkItem>(scheduler, ItemsQueuedMax);
        var fileGate = new FileGate(scheduler);
        var workers = new WorkerGroup(scheduler, failure =>
        {
            FilePart.Release(parts.Fail(failure).SelectMany(batch => batch));
            items.Fail(failure);
            fileGate.Abort();
        });

        var attributes = new AttributeReader();
        var walker = new TreeWalker(parts, items, fileGate, parent, WalkSettings(), attributes, _progress, problems);
        var assembler = new TreeAssembler(nodes, _progress, problems);
        var workerCount = _options.WorkerCount > 0 ? _options.WorkerCount : scheduler.ProcessorCount * StorersPerProcessor;
        workers.Start("walker", () => walker.Run(_machine.Files.OpenDirectory(_options.Source)));
        workers.Start("storer", workerCount, _ => RunStorer(parts, session, nodes, attributes));
        workers.Start("assembler", () => assembler.Run(items));
        workers.Join();
        assembler.Counts.AddMissing(walker.MissingCount);
        var root = nodes.Put(EncodeRoot(assembler.Root!));
        nodes.Flush();
        return (root, assembler.Counts);
    }

    private void RunStorer(BoundedQueue<FilePart[]> parts, WriteSession session, MetadataStore nodes, AttributeReader attributes)
    {
        var parameters = ChunkerParameters(session.Domain);
        using var storer = new FileStorer(
            session,
            new GearChunker(parameters),
            session.CreatePacker(SegmentKind.Data, _options.Compression),
            nodes,
            attributes,
            _progress,
            parameters.SizeMax);
        storer.Run(parts);
    }

    private ChunkerParameters ChunkerParameters(ArchiveDomain domain)
    {
        var section = _repository.Parameters;
        Span<byte> key = stackalloc byte[ChunkerKey.Size];
        domain.ChunkerKey.Write(key);
        return new ChunkerParameters(section.ChunkSizeMin, section.ChunkSizeAverage, section.ChunkSizeMax, section.PartSize, key);
    }

    private WalkSettings WalkSettings() => new(
        _repository.Parameters.PartSize,
        _options.ArchiveRoot,
        path => _notes.Add($"{path} is the archive root itself and was left out"))
    {
        Excluded = new PathFilter(_options.Excluded),
        SkipsCaches = _options.SkipsCaches,
        SkippedMount = _options.StaysOnFileSystem
            ? path => _notes.Add($"{path} is another file system: saved as an empty directory")
            : null,
    };

    private ReadOnlySpan<byte> EncodeRoot(TreeEntry directory)
    {
        var writer = new FormatWriter();
        new BackupRoot
        {
            SourceKind = SourceKind.DirectoryTree,
            Host = _options.Host,
            Source = _options.Source.Bytes.ToArray(),
            Program = _options.Program,
            Entry = directory,
        }.Encode(writer);
        return writer.WrittenSpan;
    }

    private BackupAddRecord Describe(WriteSession session, long started, BackupAddRecord? parent, ChunkId rootChunk, TreeCounts counts)
    {
        var id = new BackupId(Identities.NewId(_machine.Entropy));
        return new BackupAddRecord
        {
            BackupId = id,
            Name = _options.Name,
            BackupType = _options.Type,
            SourceKind = SourceKind.DirectoryTree,
            Domain = session.Domain.Domain,
            ParentId = parent?.BackupId ?? default,
            ChainId = parent?.ChainId ?? id,
            SessionId = session.Id,
            Started = started,
            Finished = WallTime.Now(_machine.Clock),
            RootChunk = rootChunk,
            FileCount = counts.FileCount,
            DirectoryCount = counts.DirectoryCount,
            OtherCount = counts.OtherCount,
            LogicalSize = counts.LogicalSize,
            ReadSize = _progress.Bytes,
            StoredSize = 0,
            IncompleteCount = counts.IncompleteCount,
            Segments = SegmentRuns.Empty,
        };
    }
}
