using GeodeArchive.Backup;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;

namespace GeodeArchive.Tests.Backup;

/// <summary>The program's main jobs, as a command would run them, on any machine.</summary>
internal sealed class ArchiveProgram(Machine machine, string root = "/archive-root")
{
    public BackupResult Backup(
        string source,
        string name,
        BackupType type = BackupType.Full,
        string compression = "lz4",
        Func<BackupOptions, BackupOptions>? configure = null)
    {
        using var repository = OpenOrCreate();
        var options = new BackupOptions
        {
            Source = FilePath.From(source),
            Name = name,
            Type = type,
            Compression = CompressionSettings.Parse(compression),
            Host = "host",
            Program = "test",
            WorkerCount = 2,
        };
        return new BackupPipeline(repository, configure is null ? options : configure(options), new RunProgress()).Run();
    }

    public RestoreResult Restore(string name, string target, Func<RestoreOptions, RestoreOptions>? configure = null)
    {
        using var repository = Open();
        return new RestorePipeline(repository, Options(name, target, configure), new RunProgress()).Run();
    }

    public RestorePreview Preview(
        string name, string target, Action<RestoreAction, string> tell, Func<RestoreOptions, RestoreOptions>? configure = null)
    {
        using var repository = Open();
        return new RestorePipeline(repository, Options(name, target, configure), new RunProgress()).Preview(tell);
    }

    public VerifyResult Verify(string name)
    {
        using var repository = Open();
        return new VerifyPipeline(repository, new VerifyOptions { Name = name, WorkerCount = 2 }, new RunProgress()).Run();
    }

    public IReadOnlyList<string> Backups()
    {
        using var repository = Open();
        return [.. repository.State.Backups.Select(backup => backup.Name)];
    }

    private static RestoreOptions Options(string name, string target, Func<RestoreOptions, RestoreOptions>? configure)
    {
        var options = new RestoreOptions { Name = name, Target = FilePath.From(target), WorkerCount = 2 };
        return configure is null ? options : configure(options);
    }

    private ArchiveRepository Open() =>
        ArchiveRepository.Open(machine, new LocalObjectStore(machine.Files.OpenDirectory(FilePath.From(root)), machine.Entropy));

    private ArchiveRepository OpenOrCreate() => ArchiveRepository.OpenOrCreate(
        machine, new LocalObjectStore(machine.Files.OpenOrCreateDirectory(FilePath.From(root), 0x1C0), machine.Entropy));
}
