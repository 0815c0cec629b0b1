using GeodeArchive.Backup.Filtering;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Backup.Trees;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository;
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
    /// <exception cref="RepositoryException">There is no such backup, it is damaged, something that was asked for is not in it, or the
    /// target holds what it may not hold. But for damage, nothing was written.</exception>
    /// <exception cref="FileException">The target cannot be written.</exception>
    public RestoreResult Run()
    {
        using var source = Open();
        DemandElsewhere();
        Survey(source);
        _progress.AddTotals(source.Backup.FileCount + source.Backup.DirectoryCount + source.Backup.OtherCount, source.Backup.LogicalSize);
        var problems = new ProblemLog(_machine.Scheduler);
        var counts = new RestoreCounts();
        using (var target = OpenTarget())
        {
            Restore(target, source, counts, problems);
            target.SyncFileSystem();
        }

        return new RestoreResult(source.Backup, _progress.Entries, _progress.Bytes, counts.Kept, counts.Removed, problems);
    }

    /// <summary>Refuses what <see cref="Run"/> would refuse before it writes; writes nothing.</summary>
    /// <exception cref="RepositoryException">As for <see cref="Run"/>.</exception>
    /// <exception cref="FileException">The target cannot be read.</exception>
    public void Survey()
    {
        using var source = Open();
        DemandElsewhere();
        Survey(source);
    }

    /// <summary>Says what <see cref="Run"/> would do, contents compared; writes nothing.</summary>
    /// <param name="tell">Is told each path.</param>
    /// <exception cref="RepositoryException">As for <see cref="Run"/>.</exception>
    /// <exception cref="FileException">The target cannot be read.</exception>
    public RestorePreview Preview(Action<RestoreAction, string> tell)
    {
        using var source = Open();
        DemandElsewhere();
        var counts = new long[4];
        using (var target = FindTarget())
        {
            if (target is not null && !_options.IsUpdate)
            {
                DemandEmpty(target);
            }

            var unknown = new UnknownPaths(_options.Target);
            var comparer = new FileComparer(source.Chunks, source.Tree);
            Survey(
                source,
                target,
                comparer,
                (action, path) => Tell(action, path.ToString()),
                path => Tell(RestoreAction.Remove, path),
                unknown);
            unknown.DemandNone();
        }

        return new RestorePreview(
            source.Backup, counts[(int)RestoreAction.Write], counts[(int)RestoreAction.Remove], counts[(int)RestoreAction.Keep]);

        void Tell(RestoreAction action, string path)
        {
            counts[(int)action]++;
            tell(action, path);
        }
    }

    private RestoreSource Open()
    {
        var backup = BackupLookup.Find(_repository, _options.Name);
        var reader = DomainReader.OpenFor(_repository, backup, TablesMemoryMax, BlocksMemoryMax);
        try
        {
            // The tree of a parent in the other domain is out of reach: what it lists counts as unknown.
            var parent = _options.IsUpdate ? _repository.State.FindBackup(backup.ParentId) : null;
            var known = parent is null || parent.Domain != backup.Domain ? null : reader.Tree.ReadRoot(parent.RootChunk).Entry;
            return new RestoreSource(backup, reader, reader.Tree.ReadRoot(backup.RootChunk).Entry, known);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a target in the archive root, where only backups are.</summary>
    private void DemandElsewhere()
    {
        if (_options.ArchiveRoot is not { } root)
        {
            return;
        }

        var path = _options.Target;
        FileMetadata? below = null;
        while (true)
        {
            var directory = FindMetadata(path);
            if (directory is null)
            {
                path = path.Parent;
                continue;
            }

            if (directory.Value.Inode == root.Inode && directory.Value.Device == root.Device)
            {
                throw new RepositoryException(
                    RepositoryError.Failed, $"{_options.Target} is in the archive root itself", "restore into a directory elsewhere");
            }

            if (below is { } child && child.Inode == directory.Value.Inode && child.Device == directory.Value.Device)
            {
                return;
            }

            below = directory;
            path = FilePath.From([.. path.Bytes, .. "/.."u8]);
        }
    }

    private FileMetadata? FindMetadata(FilePath path)
    {
        try
        {
            using var directory = _machine.Files.OpenDirectory(path);
            return directory.GetMetadata();
        }
        catch (FileException error) when (error.Error == FileError.NotFound && path.Name is not null)
        {
            return null;
        }
    }

    /// <summary>The target; null if it is not there.</summary>
    private IDirectory? FindTarget()
    {
        try
        {
            return _machine.Files.OpenDirectory(_options.Target);
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            return null;
        }
    }

    private void Survey(RestoreSource source)
    {
        if (_options.IsUpdate || _options.Included.Count > 0)
        {
            using var found = FindTarget();
            var unknown = new UnknownPaths(_options.Target);
            Survey(source, found, comparer: null, (_, _) => { }, _ => { }, unknown);
            unknown.DemandNone();
        }
    }

    private void Survey(
        RestoreSource source,
        IDirectory? target,
        FileComparer? comparer,
        Action<RestoreAction, EntryPath> tell,
        Action<string> removed,
        UnknownPaths unknown)
    {
        var selection = Selection();
        var extras = target is null || !_options.IsUpdate
            ? null
            : new TargetExtras(source.Tree, selection, target.GetMetadata(), _options, isTrial: true)
            {
                Removed = removed,
                Unknown = unknown.Add,
            };
        var survey = new TargetSurvey(source.Tree, selection, extras, comparer, tell);
        survey.Visit(target, TreePath.Root, source.Root, source.Known, selection.IsRootTaken);
        if (selection.Unmatched.FirstOrDefault() is { } pattern)
        {
            throw new RepositoryException(
                RepositoryError.NotFound,
                $"--include {pattern} matches nothing in {source.Backup.Name}; nothing was written",
                "a pattern with a slash is a path from the source on, one without matches a name at any depth");
        }
    }

    private PathSelection Selection() => new(_options.Included, _options.Excluded);

    private IDirectory OpenTarget()
    {
        var target = _machine.Files.OpenOrCreateDirectory(_options.Target, NewDirectoryMode);
        try
        {
            if (!_options.IsUpdate)
            {
                DemandEmpty(target);
            }

            if (_options.IsMarked)
            {
                RestoreMark.Put(target);
            }

            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    private void DemandEmpty(IDirectory target)
    {
        if (target.List().Count == 0)
        {
            return;
        }

        var isUnfinished = RestoreMark.IsIn(target);
        throw new RepositoryException(
            RepositoryError.Exists,
            isUnfinished ? $"a restore into {_options.Target} did not end" : $"{_options.Target} is not empty",
            isUnfinished
                ? "remove the directory with all in it, and restore again; nothing was written"
                : "restore into an absent or empty directory, or bring it up to date: --incremental; nothing was written");
    }

    private void Restore(IDirectory target, RestoreSource source, RestoreCounts counts, ProblemLog problems)
    {
        var scheduler = _machine.Scheduler;
        var files = new BoundedQueue<RestoreFile[]>(scheduler, BatchesQueuedMax);
        var metadata = new MetadataRestorer(problems, _options.IsUpdate);
        var names = new TemporaryNames();
        var selection = Selection();
        using var update = _options.IsUpdate
            ? new TargetUpdate(source.Tree, Extras(target, source, selection, counts, problems), metadata, NewRestorer(), names, counts)
            {
                KnownRoot = source.Known,
            }
            : null;
        var workers = new WorkerGroup(scheduler, failure => RestoreFile.Release(files.Fail(failure).SelectMany(batch => batch)));
        var walker = new RestoreWalker(source.Tree, files, metadata, selection, update, _progress, problems);
        var workerCount = DiskWorkers.Count(scheduler, _options.WorkerCount);
        workers.Start("walker", () => walker.Run(_machine.Files.OpenDirectory(_options.Target), source.Root));
        workers.Start("restorer", workerCount, _ =>
        {
            using var restorer = NewRestorer();
            restorer.Run(files);
        });
        workers.Join();

        FileRestorer NewRestorer() => new(source.Chunks, source.Tree, metadata, names, counts, _progress);
    }

    private TargetExtras Extras(
        IDirectory target, RestoreSource source, PathSelection selection, RestoreCounts counts, ProblemLog problems) =>
        new(source.Tree, selection, target.GetMetadata(), _options, isTrial: false)
        {
            Removed = _ => counts.Removed++,
            Unknown = path => problems.Add(path, "it appeared during the restore and stays"),
        };
}
