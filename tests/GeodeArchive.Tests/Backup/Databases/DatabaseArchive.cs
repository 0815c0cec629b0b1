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
using GeodeArchive.Store;
using GeodeArchive.Store.Checking;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Tests.Backup.Databases;

/// <summary>An archive of databases, with parts so small that files of a few hundred pages have many.</summary>
internal sealed class DatabaseArchive(Machine machine, string root = "/archive-root", string data = "/data")
{
    public const string Restored = "/restored-";

    public BackupResult Backup(
        GraphDatabase database, string name, BackupType type = BackupType.Full, string? baseBackup = null)
    {
        using var repository = Open();
        return new DatabaseBackupPipeline(repository, database, Options(name, type, baseBackup), new RunProgress()).Run();
    }

    public BackupResult Backup(TreeStore store, string name, BackupType type = BackupType.Full, string? baseBackup = null) =>
        Backup(store.OpenLastCheckpoint, name, type, baseBackup);

    public BackupResult Backup(Func<StoreCheckpoint> pin, string name, BackupType type = BackupType.Full, string? baseBackup = null)
    {
        using var repository = Open();
        return new DatabaseBackupPipeline(repository, pin, Options(name, type, baseBackup), new RunProgress()).Run();
    }

    public DatabaseSource? Describe(string name)
    {
        using var repository = Open();
        return DatabaseBackup.Describe(repository, name);
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

    public void Restore(string name, string target)
    {
        using var repository = Open();
        var result = new RestorePipeline(
            repository, new RestoreOptions { Name = name, Target = FilePath.From(target), WorkerCount = 2 }, new RunProgress()).Run();
        Assert.Equal(0, result.Problems.Count);
    }

    /// <summary>Restores a backup; its files must be a store at exactly the checkpoint that was backed up, with nothing to be found.</summary>
    public void AssertRestores(string name, CheckpointPicture expected, bool checksRows = false)
    {
        var target = Restored + name;
        Restore(name, target);
        using var directory = machine.Files.OpenDirectory(FilePath.From(target));
        using var files = new DirectoryStoreFiles(machine, directory, isReadOnly: true);
        var findings = new List<StoreFinding>();
        StoreCheck.Run(files, findings.Add, null, checksRows);
        Assert.Empty(findings);
        using var store = TreeStore.Open(files, machine, new StoreOptions { CacheSizeMax = 1 << 20 });
        Assert.False(store.HasFallenBack);
        expected.AssertEqual(CheckpointPicture.Of(store));
        Assert.Equal(expected.Superblock.Generation, Describe(name)!.Generation);
        Assert.Empty(Verify(name).Damages);
    }

    public ArchiveRepository Open()
    {
        var store = new LocalObjectStore(machine.Files.OpenOrCreateDirectory(FilePath.From(root), 0x1C0), machine.Entropy);
        if (store.List(string.Empty, countMax: 1).Count == 0)
        {
            PutHeader(store);
        }

        return ArchiveRepository.OpenOrCreate(machine, store);
    }

    private void PutHeader(LocalObjectStore store)
    {
        Span<byte> key = stackalloc byte[ChunkerKey.Size];
        machine.Entropy.Fill(key);
        var section = new RepositorySection
        {
            ChunkSizeMin = 32 << 10,
            ChunkSizeAverage = 128 << 10,
            ChunkSizeMax = 512 << 10,
            PartSize = 1 << 20,
            ExtentSize = 256 << 10,
            ChunkerKey = ChunkerKey.Read(key),
        };
        Span<byte> ids = stackalloc byte[2 * Id128.Size];
        machine.Entropy.Fill(ids);
        var header = FileHeader.ForRepository(
            new RepositoryId(Id128.Read(ids)), new FileId(Id128.Read(ids[Id128.Size..])), created: 1, section);
        var bytes = new byte[FileHeader.Size];
        header.Encode(bytes);
        store.PutIfAbsent(RepositoryNames.Repository, bytes);
    }

    private DatabaseBackupOptions Options(string name, BackupType type, string? baseBackup) => new()
    {
        DataDirectory = FilePath.From(data),
        Name = name,
        Type = type,
        BaseBackup = baseBackup,
        Compression = CompressionSettings.Parse("lz4"),
        Host = "host",
        Program = "test",
        WorkerCount = 2,
    };
}
