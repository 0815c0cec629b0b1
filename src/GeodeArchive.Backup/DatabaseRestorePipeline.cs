using GeodeArchive.Backup.Restoring;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Repository;
using GeodeArchive.Store;
using GeodeArchive.Store.Checking;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Backup;

/// <summary>
/// Restores a database to a moment: finds the moment in the WAL archive, before anything is written; writes the files of the backup;
/// replays
/// the log up to the moment and begins a history there; reads all rows again and compares them with what the commits say; and only then
/// lets
/// anybody open it. Memory: that of
/// <see cref="RestorePipeline"/>, then that of the replay, then that of the check.
/// </summary>
public sealed class DatabaseRestorePipeline
{
    private const int FindingsKept = 100;

    private readonly ArchiveRepository _repository;
    private readonly LogArchive? _archive;
    private readonly Machine _machine;
    private readonly DatabaseRestoreOptions _options;
    private readonly DatabaseRestoreProgress _progress;
    private readonly Action<DatabaseRestoreStage> _stage;

    /// <summary>Prepares a restore.</summary>
    /// <param name="repository">Where the backup is.</param>
    /// <param name="archive">Where the log is; null to restore the backup's own state.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="progress">Is told what has been done.</param>
    /// <param name="stage">Is told what is done next.</param>
    public DatabaseRestorePipeline(
        ArchiveRepository repository,
        LogArchive? archive,
        DatabaseRestoreOptions options,
        DatabaseRestoreProgress progress,
        Action<DatabaseRestoreStage> stage)
    {
        _repository = repository;
        _archive = archive;
        _machine = repository.Machine;
        _options = options;
        _progress = progress;
        _stage = stage;
    }

    /// <summary>
    /// Restores. When this returns, the database is durable, and can be opened, unless its rows are not what they should be.
    /// </summary>
    /// <exception cref="TargetUnreachableException">Nothing was written.</exception>
    /// <exception cref="LogArchiveException">The WAL archive is damaged, another database's, or cannot be read.</exception>
    /// <exception cref="RepositoryException">There is no such backup, it is no database's, it is damaged, or the target is not
    /// empty.</exception>
    /// <exception cref="StoreException">Files or log do not go together. What was written cannot be opened.</exception>
    /// <exception cref="FileException">The target cannot be written.</exception>
    public DatabaseRestoreResult Run()
    {
        var (source, target) = Seek();
        _stage(DatabaseRestoreStage.Restoring);
        var files = RestoreFiles(source);
        _stage(DatabaseRestoreStage.Replaying);
        var replay = Replay(source, target);
        var findings = new List<StoreFinding>();
        var count = 0L;
        if (_options.Scans)
        {
            _stage(DatabaseRestoreStage.Proving);
            count = Prove(findings);
        }

        if (count == 0)
        {
            Release();
        }

        return new DatabaseRestoreResult(files, source, target, replay, _options.Scans, _progress.Proof.Keys, findings, count);
    }

    /// <summary>Says what <see cref="Run"/> would do with the files, before the log is replayed; writes nothing.</summary>
    /// <param name="tell">Is told each path.</param>
    /// <exception cref="TargetUnreachableException">The moment is not in the WAL archive.</exception>
    /// <exception cref="LogArchiveException">As for <see cref="Run"/>.</exception>
    /// <exception cref="RepositoryException">As for <see cref="Run"/>.</exception>
    /// <exception cref="StoreException">What is in the target cannot be brought up to date.</exception>
    /// <exception cref="FileException">The target cannot be read.</exception>
    public (RestorePreview Files, ResolvedTarget Target) Preview(Action<RestoreAction, string> tell)
    {
        var (source, target) = Seek();
        using var database = _options.IsUpdate ? OpenUpdated(source, isToRestore: false) : null;
        return (new RestorePipeline(_repository, FilesOptions, _progress.Files).Preview(tell), target);
    }

    private RestoreOptions FilesOptions => new()
    {
        Name = _options.Name,
        Target = _options.Target,
        WorkerCount = _options.WorkerCount,
        IsMarked = !_options.IsUpdate,
        IsUpdate = _options.IsUpdate,
        RemovesExtra = _options.RemovesExtra,
        Excluded = _options.IsUpdate ? DatabaseUpdate.OtherFiles : [],
        ArchiveRoot = _options.ArchiveRoot,
    };

    private (DatabaseSource Source, ResolvedTarget Target) Seek()
    {
        var source = DatabaseBackup.Describe(_repository, _options.Name) ?? throw new RepositoryException(
            RepositoryError.NotFound, $"{_options.Name} is no backup of a database", "restore it without a WAL archive and a target");
        _stage(DatabaseRestoreStage.Seeking);
        return (source, Resolve(source));
    }

    private RestoreResult RestoreFiles(DatabaseSource source)
    {
        var pipeline = new RestorePipeline(_repository, FilesOptions, _progress.Files);
        if (_options.IsUpdate)
        {
            // What would be refused is refused while nothing is marked yet.
            using var database = OpenUpdated(source, isToRestore: true);
            pipeline.Survey();
            database.BeginRestore();
        }

        return pipeline.Run();
    }

    private RestoredDatabase OpenUpdated(DatabaseSource source, bool isToRestore)
    {
        var database = RestoredDatabase.Open(_machine, _options.Target, isToRestore);
        try
        {
            DatabaseUpdate.Demand(database, _options.Name, source, _options.Target.ToString());
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private ResolvedTarget Resolve(DatabaseSource source)
    {
        var start = new RecoveryBase(source.TimelineId, source.CheckpointLsn, source.Attributes.Xid, source.Attributes.TimeMax);
        if (_archive is not null)
        {
            if (_archive.DatabaseId != source.DatabaseId)
            {
                throw new LogArchiveException(
                    LogArchiveError.OtherDatabase,
                    $"the WAL archive is of database {_archive.DatabaseId}, {_options.Name} of {source.DatabaseId}",
                    "name the WAL archive of the database that was backed up");
            }

            var resolver = new TargetResolver(_archive);
            var target = resolver.Resolve(start, _options.Recovery);
            resolver.RequireObjects(target);
            return _options.Recovery.Kind == RecoveryTargetKind.Latest && target.Stop.End == start.Lsn
                ? target with { Notes = [.. target.Notes, $"the WAL archive holds nothing after {_options.Name}: its state is restored"] }
                : target;
        }

        return _options.Recovery.Kind == RecoveryTargetKind.Immediate
            ? new ResolvedTarget([], start.Timeline, new CommitPlace(start.Lsn, start.Xid, start.TimeMax), new ReadCount(), [])
            : throw new ArgumentException("A target is found in a WAL archive.");
    }

    private ReplayResult Replay(DatabaseSource source, ResolvedTarget target)
    {
        _progress.ReplayTotal = target.Stop.End - source.CheckpointLsn;
        var replayer = new Replayer(
            _machine, _options.Database, lsn => _progress.ReplayedSize = lsn - source.CheckpointLsn);
        if (target.Path.Count == 0)
        {
            return replayer.Run(OpenTarget(), null);
        }

        var last = target.Path[^1].Timeline;
        var epoch = _archive!.ReadTimeline(last).Epoch;
        using var records = new ArchivedLogReader(_archive, target.Path);
        return replayer.Run(OpenTarget(), null, records, new ForkPoint(last, epoch, target.Stop.End));
    }

    private long Prove(List<StoreFinding> findings)
    {
        var count = 0L;
        using var directory = OpenTarget();
        using var files = new DirectoryStoreFiles(_machine, directory, isReadOnly: true);
        StoreCheck.Run(
            files,
            finding =>
            {
                count++;
                if (findings.Count < FindingsKept)
                {
                    findings.Add(finding);
                }
            },
            _progress.Proof,
            checksRows: true);
        return count;
    }

    /// <summary>From here on the database can be opened: by whom the data directory belongs to.</summary>
    private void Release()
    {
        using var directory = OpenTarget();
        DataDirectoryOwner.Apply(directory);
        RestoreMark.Remove(directory);
    }

    private IDirectory OpenTarget() => _machine.Files.OpenDirectory(_options.Target);
}
