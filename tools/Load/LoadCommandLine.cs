using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Load.Recording;
using GeodeArchive.Load.Running;
using GeodeArchive.Load.Verifying;
using GeodeArchive.Objects.Local;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Archiving;
using GeodeArchive.Store;
using GeodeArchive.Store.Checking;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Load;

/// <summary>A whole run of geode-load.</summary>
public sealed class LoadCommandLine
{
    private const int DirectoryMode = 0x1C0; // 0700

    private readonly Machine _machine;
    private readonly LoadOptions _options;
    private readonly TextWriter _output;
    private readonly TextWriter _error;

    private LoadCommandLine(Machine machine, LoadOptions options, TextWriter output, TextWriter error)
    {
        _machine = machine;
        _options = options;
        _output = output;
        _error = error;
    }

    /// <summary>Runs the program.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(Machine machine, TextWriter output, TextWriter error, params string[] arguments)
    {
        if (!LoadOptions.TryParse(arguments, out var options, out var mistake))
        {
            error.WriteLine($"geode-load: {mistake}\n{LoadOptions.Usage}");
            return ExitCodes.Usage;
        }

        var program = new LoadCommandLine(machine, options, output, error);
        try
        {
            return options.IsRun ? program.Load() : program.Verify();
        }
        catch (StoreException failure)
        {
            error.WriteLine($"geode-load: {failure.Error}: {failure.Message}");
            return failure.Error == StoreError.Damaged ? ExitCodes.Damaged : ExitCodes.Failed;
        }
        catch (LogArchiveException failure)
        {
            error.WriteLine($"geode-load: {failure.Error}: {failure.Message}");
            return failure.IsDamage ? ExitCodes.Damaged : ExitCodes.Failed;
        }
        catch (LoadMismatchException failure)
        {
            error.WriteLine($"geode-load: {failure.Message}");
            return ExitCodes.Damaged;
        }
        catch (Exception failure) when (failure is FileException or IOException or FormatException)
        {
            error.WriteLine($"geode-load: {failure.Message}");
            return ExitCodes.Failed;
        }
    }

    private int Load()
    {
        using var output = _options.Acknowledged is { } path
            ? new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0)
            : SystemMachine.OpenStandardOutput();
        var recorder = new LoadRecorder(output, _machine.Scheduler);
        var started = _machine.Clock.GetTimestamp();
        recorder.Opening();
        using var database = OpenOrCreate();
        recorder.Opened(database.AppliedXid, database.Applied, database.RecoveredCount);
        var run = new LoadRun(_machine, database, _options.Settings, recorder);
        using var store = OpenWalArchive();
        using (var archiving = store is null ? null : Archive(store, database))
        {
            run.Run();
        }

        DemandArchived(store, database);
        _error.WriteLine(
            $"{run.CommittedCount} transactions by {_options.Settings.ClientCount} clients, {run.RetryCount} tried again, "
            + $"{run.CheckpointCount} checkpoints asked for, {run.ReadCount} snapshots compared, "
            + $"in {_machine.Clock.GetElapsedTime(started).TotalSeconds:f2} s");
        return ExitCodes.Done;
    }

    private LocalObjectStore? OpenWalArchive() => _options.WalArchive is { } path
        ? new LocalObjectStore(
            _machine.Files.OpenOrCreateDirectory(FilePath.From(Path.GetFullPath(path)), DirectoryMode), _machine.Entropy)
        : null;

    private WalArchivePipeline Archive(LocalObjectStore store, GraphDatabase database) => new(
        LogArchive.Create(_machine, store, database.DatabaseId),
        database.Log,
        new LogArchiverOptions { UploadInterval = TimeSpan.FromSeconds(1) });

    /// <summary>What is durable is archived when a run ends, or it does not end well.</summary>
    private void DemandArchived(LocalObjectStore? store, GraphDatabase database)
    {
        if (store is null)
        {
            return;
        }

        using var archiver = LogArchiver.Open(LogArchive.Open(_machine, store), database.Log, new LogArchiverOptions());
        if (archiver.Archived < database.Applied)
        {
            throw new LoadMismatchException($"the log is archived up to {archiver.Archived}, and durable up to {database.Applied}");
        }
    }

    private GraphDatabase OpenOrCreate()
    {
        try
        {
            return Open();
        }
        catch (StoreException absent) when (_options.Creates && absent.Error == StoreError.NotFound)
        {
            return GraphDatabase.Create(_machine, OpenDirectory(), null, _options.Database);
        }
    }

    private GraphDatabase Open() => GraphDatabase.Open(_machine, OpenDirectory(), null, _options.Database);

    private IDirectory OpenDirectory()
    {
        var path = FilePath.From(Path.GetFullPath(_options.DataDirectory));
        return _options.Creates ? _machine.Files.OpenOrCreateDirectory(path, DirectoryMode) : _machine.Files.OpenDirectory(path);
    }

    private int Verify()
    {
        var record = LoadRecord.Parse(File.ReadAllText(_options.Acknowledged!));
        var verification = new StateVerification(_options.Settings.Seed, _options.Settings.ClientCount);
        long recoveredCount;
        try
        {
            recoveredCount = Verify(verification, record);
        }
        catch (Exception absent) when (IsAbsent(absent) && record.LastXid == Xid.None)
        {
            _output.WriteLine($"no database yet, and nothing acknowledged: {absent.Message}");
            return ExitCodes.Done;
        }

        CheckFiles(verification.Differences);
        foreach (var difference in verification.Differences.Kept)
        {
            _output.WriteLine($"! {difference}");
        }

        _output.WriteLine(
            $"{verification.AppliedCount} transactions, {verification.UnacknowledgedCount} of them not acknowledged, "
            + $"{recoveredCount} recovered; {verification.RowCount} rows; {verification.Differences.Count} differences");
        return verification.Differences.Count == 0 ? ExitCodes.Done : ExitCodes.Damaged;
    }

    private static bool IsAbsent(Exception error) =>
        error is StoreException { Error: StoreError.NotFound } or FileException { Error: FileError.NotFound };

    private long Verify(StateVerification verification, LoadRecord record)
    {
        using var database = Open();
        var snapshot = database.OpenSnapshot();
        try
        {
            if (_options.At is { } moment)
            {
                verification.VerifyExactly(snapshot, moment.LastOf(record));
            }
            else
            {
                verification.VerifyRecovered(snapshot, record);
            }
        }
        finally
        {
            snapshot.Release();
        }

        return database.RecoveredCount;
    }

    /// <summary>Every page of the last checkpoint and of the one before, now that nobody writes to them.</summary>
    private void CheckFiles(Differences differences)
    {
        using var directory = OpenDirectory();
        using var files = new DirectoryStoreFiles(_machine, directory, isReadOnly: true);
        StoreCheck.Run(files, finding => differences.Add(finding.ToString()));
    }
}
