using GeodeArchive.Backup;
using GeodeArchive.Backup.Collecting;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Collecting;

namespace GeodeArchive.Tests.Backup.Collecting;

/// <summary>The program's jobs around collection, each as a process of its own, which may be killed.</summary>
internal sealed class CollectedArchive(Machine machine, string root = "/archive-root")
{
    public const string Host = "host";

    private KillableStore? _store;

    /// <summary>Calls of the store after which the next process dies.</summary>
    public long CallCountMax { get; init; } = long.MaxValue;

    /// <summary>Asked before an object is put; true kills the process.</summary>
    public Func<ObjectKey, bool> IsDeadly { get; init; } = _ => false;

    /// <summary>Whether the last process died.</summary>
    public bool IsKilled => _store is { IsKilled: true };

    public void Backup(string source, string name, BackupType type = BackupType.Full) => Run(create: true, repository =>
    {
        var options = new BackupOptions
        {
            Source = FilePath.From(source),
            Name = name,
            Type = type,
            Compression = CompressionSettings.Parse("none"),
            Host = Host,
            Program = "test",
            WorkerCount = 2,
        };
        new BackupPipeline(repository, options, new RunProgress()).Run();
    });

    public void Delete(params string[] names) => Run(create: false, repository =>
        BackupDeletion.Delete(repository, BackupDeletion.Find(repository, names), skipsHeld: false));

    public CollectResult Collect(TimeSpan? fenceOlderThan = null, bool isDryRun = false)
    {
        CollectResult? result = null;
        Run(create: false, repository => result = new CollectPipeline(
            repository, new CollectOptions { Host = Host, Program = "test", FenceOlderThan = fenceOlderThan, IsDryRun = isDryRun }).Run());
        return result!;
    }

    public void Restore(string name, string target) => Run(create: false, repository => new RestorePipeline(
        repository, new RestoreOptions { Name = name, Target = FilePath.From(target), WorkerCount = 2 }, new RunProgress()).Run());

    public VerifyResult Verify(string name)
    {
        VerifyResult? result = null;
        Run(create: false, repository => result = new VerifyPipeline(
            repository, new VerifyOptions { Name = name, WorkerCount = 2 }, new RunProgress()).Run());
        return result!;
    }

    public IReadOnlyList<string> Backups()
    {
        IReadOnlyList<string> names = [];
        Run(create: true, repository => names = [.. repository.State.Backups.Select(backup => backup.Name)]);
        return names;
    }

    /// <summary>Whatever is dead and still there, in words; nothing if all is as it should be.</summary>
    public IReadOnlyList<string> Leftovers()
    {
        var found = new List<string>();
        Run(create: true, repository =>
        {
            var state = repository.State;
            var needed = state.NeededSegments();
            found.AddRange(state.OpenSessions.Select(session => $"open session {session.SessionId}"));
            found.AddRange(state.Retired.Select(retired => $"retired segment {retired.Number}"));
            found.AddRange(state.Segments.Where(segment => !needed.Contains(segment.Number)).Select(segment => $"unneeded {segment.Number}"));
            found.AddRange(OrphanList.Find(repository).Select(orphan => $"orphan {orphan.Key}"));
            found.AddRange(repository.Store.List(RepositoryNames.SessionPrefix).Select(entry => $"session file {entry.Key}"));
            found.AddRange(repository.Store.List(string.Empty, recursive: false)
                .Where(entry => state.FindBackup(entry.Key.Text) is null)
                .Select(entry => $"file {entry.Key}"));
        });
        return found;
    }

    public void Run(bool create, Action<ArchiveRepository> job)
    {
        var path = FilePath.From(root);
        var directory = create ? machine.Files.OpenOrCreateDirectory(path, 0x1C0) : machine.Files.OpenDirectory(path);
        var store = new KillableStore(new LocalObjectStore(directory, machine.Entropy), CallCountMax) { IsDeadly = IsDeadly };
        _store = store;
        using var repository = create ? ArchiveRepository.OpenOrCreate(machine, store) : ArchiveRepository.Open(machine, store);
        job(repository);
    }
}
