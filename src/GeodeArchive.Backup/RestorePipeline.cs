using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Indexes;
using GeodeArchive.Repository.Reading;
using GeodeArchive.Repository.Segments;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Backup;

/// <summary>
/// Restores a directory tree: one worker walks the backup's tree and makes directories and links, the others fetch, check,
/// decompress and write files; a directory gets its own metadata when everything in it is done. Memory: the caches below and a
/// buffer a worker.
/// </summary>
public sealed class RestorePipeline
{
    private const int BatchesQueuedMax = 8;
    private const long TablesMemoryMax = 32 << 20;
    private const long BlocksMemoryMax = 64 << 20;

    // Writes past the page cache wait for the disk: meanwhile another worker decompresses.
    private const int WorkersPerProcessor = 2;
    private const int NewDirectoryMode = 0x1C0; // 0700

    private readonly ArchiveRepository _repository;
    private readonly Machine _machine;
    private readonly RestoreOptions _options;
    private readonly RunProgress _progress;

    /// <summary>Prepares a restore from <paramref name="repository"/>.</summary>
    public RestorePipeline(ArchiveRepository repository, RestoreOptions options, RunProgress progress)
    {
        _repository = repository;
        _machine = repository.Machine;
        _options = options;
        _progress = progress;
    }

    /// <summary>Restores the backup. When this returns, all of it is on disk and durable.</summary>
    /// <exception cref="RepositoryException">There is no such backup, it is damaged, or the target is not empty.</exception>
    /// <exception cref="FileException">The target cannot be written.</exception>
    public RestoreResult Run()
    {
        var backup = BackupLookup.Find(_repository, _options.Name);
        var catalog = new SegmentCatalog(_repository.Store, _machine.Scheduler, TablesMemoryMax);
        var index = ChunkIndex.Open(_repository.Store, _machine.Scheduler, _repository.State, catalog);
        using var chunks = new ChunkReader(_repository.Store, _machine.Scheduler, index, BlocksMemoryMax);
        var tree = new TreeReader(chunks, index);
        var root = tree.ReadRoot(backup.RootChunk);
        _progress.AddTotals(backup.FileCount + backup.DirectoryCount + backup.OtherCount, backup.LogicalSize);
        var problems = new ProblemLog(_machine.Scheduler);
        using (var target = OpenTarget())
        {
            Restore(target, root.Entry, chunks, tree, problems);
            target.SyncFileSystem();
        }

        return new RestoreResult(backup, _progress.Entries, _progress.Bytes, problems);
    }

    private IDirectory OpenTarget()
    {
        var target = _machine.Files.OpenOrCreateDirectory(_options.Target, NewDirectoryMode);
        if (target.List().Count == 0)
        {
            if (_options.IsMarked)
            {
                RestoreMark.Put(target);
            }

            return target;
        }

        var isUnfinished = RestoreMark.IsIn(target);
        target.Dispose();
        throw new RepositoryException(
            RepositoryError.Exists,
            isUnfinished ? $"a restore into {_options.Target} did not end" : $"{_options.Target} is not empty",
            isUnfinished
                ? "remove the directory with all in it, and restore again; nothing was written"
                : "restore into an absent or empty directory; nothing was written");
    }

    private void Restore(IDirectory target, TreeEntry root, ChunkReader chunks, TreeReader tree, ProblemLog problems)
    {
        var scheduler = _machine.Scheduler;
        var files = new BoundedQueue<RestoreFile[]>(scheduler, BatchesQueuedMax);
        var metadata = new MetadataRestorer(problems);
        var workers = new WorkerGroup(scheduler, failure => RestoreFile.Release(files.Fail(failure).SelectMany(batch => batch)));
        var walker = new RestoreWalker(tree, files, metadata, _progress, problems);
        var workerCount = _options.WorkerCount > 0 ? _options.WorkerCount : scheduler.ProcessorCount * WorkersPerProcessor;
        workers.Start("walker", () => walker.Run(_machine.Files.OpenDirectory(_options.Target), root));
        workers.Start("restorer", workerCount, _ =>
        {
            using var restorer = new FileRestorer(chunks, tree, metadata, _progress);
            restorer.Run(files);
        });
        workers.Join();
    }
}
