using System.Text;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Keys;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>
/// A small archive, made by the real pipelines on a simulated disk: a full backup of a few files and an incremental one. A
/// function of compression and seed.
/// </summary>
public sealed class SampleArchive
{
    /// <summary>Name of the full backup.</summary>
    public const string Full = "full-1";

    /// <summary>Name of the incremental backup.</summary>
    public const string Incremental = "incr-2";

    /// <summary>What a key file of the encrypted archives holds.</summary>
    public static ReadOnlySpan<byte> Key => "thirty-two bytes of a key file.."u8;

    private const string Root = "/root";
    private const string Source = "/source";

    private SampleArchive(IReadOnlyDictionary<string, byte[]> files) => Files = files;

    /// <summary>All files below the archive root, by key.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>The backups of the archive.</summary>
    public IReadOnlyList<string> BackupNames => [.. new[] { Full, Incremental }.Where(Files.ContainsKey)];

    /// <summary>Makes the archive.</summary>
    /// <param name="compression">How blocks are compressed.</param>
    /// <param name="hasIncremental">Whether there is a second backup.</param>
    /// <param name="seed">Decides ids and times.</param>
    /// <param name="isEncrypted">Whether its backups are, with <see cref="Key"/>.</param>
    public static SampleArchive Make(CompressionSettings compression, bool hasIncremental, ulong seed = 1, bool isEncrypted = false)
    {
        var disk = new SimulatedDisk(seed);
        disk.PutDirectory(Root);
        disk.PutFile($"{Source}/letter.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a line that is there again. ", 40))));
        disk.PutFile($"{Source}/noise.bin", Noise(700, seed));
        disk.PutFile($"{Source}/empty", []);
        disk.PutFile($"{Source}/inner/deep/note", "short"u8);
        SimulatedMachine.Run(seed, disk, machine => BackUp(machine, Full, BackupType.Full, compression, isEncrypted));
        if (hasIncremental)
        {
            disk.PutFile($"{Source}/inner/added.bin", Noise(300, seed + 1));
            SimulatedMachine.Run(seed + 1, disk, machine => BackUp(machine, Incremental, BackupType.Incremental, compression, isEncrypted));
        }

        var files = disk.Snapshot(Root).Where(entry => entry.Kind == FileKind.Regular);
        return new SampleArchive(files.ToDictionary(entry => entry.Path, entry => disk.ReadFile($"{Root}/{entry.Path}")));
    }

    /// <summary>What opens the encrypted archives.</summary>
    public static KeySecret MakeSecret() => new(KeyDerivation.KeyFile, Key.ToArray(), "sample");

    private static void BackUp(
        SimulatedMachine simulated, string name, BackupType type, CompressionSettings compression, bool isEncrypted)
    {
        var machine = simulated.Machine;
        var root = machine.Files.OpenDirectory(FilePath.From(Root));
        using var repository = ArchiveRepository.OpenOrCreate(machine, new LocalObjectStore(root, machine.Entropy));
        if (isEncrypted)
        {
            using var secret = MakeSecret();
            repository.UnlockOrCreateKeys(secret, "sample");
        }

        var options = new BackupOptions
        {
            Source = FilePath.From(Source),
            Name = name,
            Type = type,
            Compression = compression,
            WorkerCount = 1,
            IsEncrypted = isEncrypted,
            Host = "sample",
            Program = "geode-archive 0.1.0",
        };
        new BackupPipeline(repository, options, new RunProgress()).Run();
    }

    private static byte[] Noise(int length, ulong seed)
    {
        var bytes = new byte[length];
        new SeededRandom(SeededRandom.Derive(seed, "noise")).Fill(bytes);
        return bytes;
    }
}
