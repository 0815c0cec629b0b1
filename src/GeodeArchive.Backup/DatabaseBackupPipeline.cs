using GeodeArchive.Backup.Assembling;
using GeodeArchive.Backup.Databases;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Storing;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Repository.Sessions;
using GeodeArchive.Store;

namespace GeodeArchive.Backup;

/// <summary>
/// Backs up a checkpoint of a database, running or not: pin it, plan what is to be read, then read, check, deduplicate, compress and store
/// on all workers, then assemble the tree, then commit. Nobody who writes waits for it, but for the checkpoint that it begins with; pages
/// that it may still read are not used again before it has ended. Memory: a buffer and a block a worker, the caches below, and for each
/// TiB of the largest file 24 MiB.
/// </summary>
public sealed class DatabaseBackupPipeline
{
    private const int SlicesQueuedMax = 16;
    private const long TablesMemoryMax = 32 << 20;
    private const long BlocksMemoryMax = 16 << 20;

    private readonly ArchiveRepository _repository;
    private readonly Machine _machine;
    private readonly Func<StoreCheckpoint> _pin;
    private readonly RunProgress _progress;
    private readonly List<string> _notes = [];
    private DatabaseBackupOptions _options;

    /// <summary>Prepares a backup of a running database into <paramref name="repository"/>.</summary>
    public DatabaseBackupPipeline(
        ArchiveRepository repository, GraphDatabase database, DatabaseBackupOptions options, RunProgress progress)
        : this(repository, () => PinNew(database), options, progress)
    {
    }

    /// <summary>Prepares a backup of a checkpoint into <paramref name="repository"/>.</summary>
    /// <param name="repository">Where to.</param>
    /// <param name="pin">Gives the checkpoint, which is the pipeline's then.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="progress">Is told what has been done.</param>
    public DatabaseBackupPipeline(
        ArchiveRepository repository, Func<StoreCheckpoint> pin, DatabaseBackupOptions options, RunProgress progress)
    {
        _repository = repository;
        _machine = repository.Machine;
        _pin = pin;
        _options = options;
        _progress = progress;
    }

    /// <summary>Makes the backup. When this returns it is durable.</summary>
    /// <exception cref="RepositoryException">The repository cannot be written, or the backup was refused.</exception>
    /// <exception cref="StoreException">A page of the database is damaged or cannot be read, or no checkpoint can be made.</exception>
    /// <exception cref="FileException">The data directory cannot be read at all.</exception>
    public BackupResult Run()
    {
        BackupName.CheckFree(_repository, _options.Name);
        _options = _options with { DataDirectory = _machine.Files.ResolvePath(_options.DataDirectory) };
        var directory = ReadMetadata();
        var started = WallTime.Now(_machine.Clock);
        using var checkpoint = _pin();
        var source = Describe(checkpoint);
        var parent = DatabaseParentChoice.Choose(_repository, source, _options);
        var domain = DomainChoice.Choose(_repository, _options.IsEncrypted, parent?.Backup);
        var catalog = new SegmentCatalog(_repository.Store, domain, _machine.Scheduler, TablesMemoryMax);
        var check = ReuseVerifier.For(_options.Type, _repository, catalog);
        using var session = WriteSession.Open(_repository, catalog, _options.Host, _options.Program, check);
        using var chunks = new ChunkReader(_repository.Store, _machine.Scheduler, session.Index, BlocksMemoryMax);
        var reader = new TreeReader(chunks, session.Index);
        try
        {
            var tree = new DatabaseTree(checkpoint, directory, PageCuts.From(_repository.Parameters));
            var (rootChunk, counts) = Store(session, reader, parent, tree, source);
            checkpoint.Dispose();
            var (backup, manifest) = session.Commit(() => Describe(session, started, source, parent?.Backup, rootChunk, counts));
            BackupLabel.Write(_repository, backup, manifest);
            if (session.MergeFailure is { } failure)
            {
                _notes.Add($"the indexes of the archive were not merged, which the next backup tries again: {failure.Message}");
            }

            foreach (var damage in session.Index.Damages)
            {
                _notes.Add($"{damage.Message}; what it holds and this backup needs was stored again");
            }

            return new BackupResult(backup, manifest, _progress.NewBytes, new ProblemLog(_machine.Scheduler), _notes);
        }
        catch (Exception error) when (error is RepositoryException or StoreException or FileException)
        {
            session.GiveUp(error);
            throw;
        }
    }

    private static StoreCheckpoint PinNew(GraphDatabase database)
    {
        database.Checkpoint();
        return database.Store.OpenLastCheckpoint();
    }

    private static DatabaseSource Describe(StoreCheckpoint checkpoint)
    {
        var superblock = checkpoint.Superblock;
        try
        {
            return new DatabaseSource
            {
                DatabaseId = superblock.DatabaseId,
                IncarnationId = superblock.IncarnationId,
                Generation = superblock.Generation,
                TimelineId = superblock.TimelineId,
                CheckpointLsn = superblock.CheckpointLsn,
                Time = superblock.Time,
                Attributes = DatabaseAttributes.Decode(checkpoint.ReadAttributes().Span),
                Ancestors = checkpoint.Ancestors,
            };
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage("catalog", damage);
        }
    }

    private FileMetadata ReadMetadata()
    {
        using var directory = _machine.Files.OpenDirectory(_options.DataDirectory);
        return directory.GetMetadata();
    }

    private (ChunkId RootChunk, TreeCounts Counts) Store(
        WriteSession session, TreeReader reader, DatabaseParentChoice? choice, DatabaseTree tree, DatabaseSource source)
    {
        var scheduler = _machine.Scheduler;
        if (choice is { IsUsable: false })
        {
            _notes.Add(
                $"{choice.Backup.Name} is no earlier state of this database, which was restored or forked since: everything was read");
        }

        else if (choice is not null && DomainChoice.WhyNotComparable(session.Domain, choice.Backup) is { } reason)
        {
            _notes.Add(reason);
            choice = null;
        }

        using var parent = choice is { IsUsable: true } ? new ParentDatabase(reader, session, choice.Backup, _notes) : null;
        using var nodes = new MetadataStore(scheduler, session, session.CreatePacker(SegmentKind.Metadata, _options.Compression));
        var slices = new BoundedQueue<PageSlice>(scheduler, SlicesQueuedMax);
        var workers = new WorkerGroup(scheduler, failure => slices.Fail(failure));
        var workerCount = _options.WorkerCount > 0 ? _options.WorkerCount : scheduler.ProcessorCount;
        var planner = new PagePlanner(scheduler, workerCount, slices, parent, _progress, _notes);
        workers.Start("planner", () => planner.Run(tree.Files));
        workers.Start("storer", workerCount, _ =>
        {
            using var storer = new PageStorer(
                session, session.CreatePacker(SegmentKind.Data, _options.Compression), nodes, _progress);
            storer.Run(slices);
        });
        workers.Join();
        var counts = new TreeCounts();
        var root = nodes.Put(EncodeRoot(tree.Assemble(nodes, counts), source));
        nodes.Flush();
        return (root, counts);
    }

    private ReadOnlySpan<byte> EncodeRoot(TreeEntry directory, DatabaseSource source)
    {
        var writer = new FormatWriter();
        new BackupRoot
        {
            SourceKind = SourceKind.Database,
            Host = _options.Host,
            Source = _options.DataDirectory.Bytes.ToArray(),
            Program = _options.Program,
            Database = source,
            Entry = directory,
        }.Encode(writer);
        return writer.WrittenSpan;
    }

    private BackupAddRecord Describe(
        WriteSession session, long started, DatabaseSource source, BackupAddRecord? parent, ChunkId rootChunk, TreeCounts counts)
    {
        var id = new BackupId(Identities.NewId(_machine.Entropy));
        return new BackupAddRecord
        {
            BackupId = id,
            Name = _options.Name,
            BackupType = _options.Type,
            SourceKind = SourceKind.Database,
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
            IncompleteCount = 0,
            TimelineId = source.TimelineId,
            IncarnationId = source.IncarnationId,
            StartLsn = source.CheckpointLsn.Value,
            EndLsn = source.CheckpointLsn.Value,
            Generation = (ulong)source.Generation.Value,
            Segments = SegmentRuns.Empty,
        };
    }
}
