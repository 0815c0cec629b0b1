using System.Text.Json;
using GeodeArchive.Backup;
using GeodeArchive.Cli;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository.Keys;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Tests.Backup.Collecting;
using GeodeArchive.Tests.Cli;

namespace GeodeArchive.Tests.Backup.Interrupted;

/// <summary>An archive on a simulated disk whose backups are known, command lines that run on it one after the other, and what must hold of it.</summary>
internal sealed class InterruptedArchive
{
    public const string Root = "/archive-root";
    public const string Source = "/source";
    public const string FirstKey = "/key";
    public const string SecondKey = "/second-key";

    private const int FileCount = 6;
    private const int FileSize = 40_000;

    private readonly Dictionary<string, IReadOnlyList<SnapshotEntry>> _contents;
    private ulong _seed;

    private InterruptedArchive(SimulatedDisk disk, ulong seed, Dictionary<string, IReadOnlyList<SnapshotEntry>> contents, string key)
    {
        Disk = disk;
        _seed = seed;
        _contents = contents;
        Key = key;
    }

    public SimulatedDisk Disk { get; }

    /// <summary>The key file that commands are given.</summary>
    public string Key { get; set; }

    /// <summary>
    /// An archive with two old backups, plain and encrypted, and two new ones of a source that has hardly a chunk in common with them.
    /// </summary>
    public static InterruptedArchive Create(ulong seed)
    {
        var archive = new InterruptedArchive(new SimulatedDisk(seed), seed * 1_000_000, [], FirstKey);
        archive.Disk.PutFile(FirstKey, "thirty-two bytes of a key file.."u8);
        archive.Disk.PutFile(SecondKey, "thirty-two bytes of another one."u8);
        archive.Disk.PutDirectory("/usb");
        archive.Change(FileCount);
        archive.Backup("old-1");
        archive.Backup("old-2", "--encrypt");
        archive.Change(FileCount - 1);
        archive.Backup("full-1");
        archive.Backup("full-2", "--encrypt");
        return archive;
    }

    /// <summary>The same archive as it is found on another disk.</summary>
    public InterruptedArchive On(SimulatedDisk disk, ulong seed) => new(disk, _seed + (seed * 1000), new(_contents), Key);

    /// <summary>Gives some of the source's files other bytes.</summary>
    public void Change(int count)
    {
        var random = new SeededRandom(++_seed);
        for (var i = 0; i < count; i++)
        {
            var bytes = new byte[FileSize];
            random.Fill(bytes);
            Disk.PutFile($"{Source}/file-{i}", bytes);
        }
    }

    /// <summary>Makes a backup of the source.</summary>
    /// <returns>How many bytes of it were new to the archive.</returns>
    public long Backup(string name, string options = "")
    {
        var output = Done($"backup create --source {Source} --output {Root}/{name} --json {options}");
        Expect(name);
        return Json(output).GetProperty("new_size").GetInt64();
    }

    /// <summary>Says that a backup of the source may be there from now on.</summary>
    public void Expect(string name) => _contents[name] = Disk.Snapshot(Source);

    /// <summary>Runs a command line to its end.</summary>
    public CommandRun Run(string commandLine)
    {
        CommandRun? run = null;

        // Each run draws from a seed of its own: equal seeds make equal ids.
        SimulatedMachine.Run(++_seed, Disk, machine => run = CommandRun.On(machine.Machine, WithKey(commandLine)));
        Assert.Equal(0, Disk.OpenHandleCount);
        return run!;
    }

    /// <summary>A command line with the key that it needs.</summary>
    public string WithKey(string commandLine) => $"{commandLine} --encryption-key-file {Key}";

    /// <summary>Runs one that must end well, and returns what it printed.</summary>
    public string Done(string commandLine)
    {
        var run = Run(commandLine);
        Assert.True(run.ExitCode == ExitCodes.Done, $"{commandLine}: {run.ExitCode}\n{run.Output}\n{run.Error}");
        return run.Output;
    }

    /// <summary>The backups that are shown.</summary>
    public IReadOnlyList<string> List() => [.. Backups().Select(backup => backup.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];

    /// <summary>The whole archive is as it should be, every byte read.</summary>
    public void CheckSound() => Done($"repository check {Root} --read-data");

    /// <summary>Backups come back as they were.</summary>
    public void CheckRestores(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var target = $"/restored/{name}-{_seed}";
            Done($"backup restore --input {Root}/{name} --data-dir {target}");
            Assert.True(_contents[name].SequenceEqual(Disk.Snapshot(target)), $"{name} came back as something else");
        }
    }

    /// <summary>A backup of what is stored stores next to nothing; once all others are deleted, nothing is left of them.</summary>
    public void CheckGoesOn()
    {
        Assert.InRange(Backup("last"), 0, FileSize / 2);
        foreach (var held in Backups().Where(backup => backup.TryGetProperty("hold", out var hold) && hold.ValueKind == JsonValueKind.Object))
        {
            Done($"backup hold {Root}/{held.GetProperty("name").GetString()} --release");
        }

        var others = List().Where(name => name != "last").ToList();
        Done("backup delete " + string.Join(' ', others.Select(name => $"{Root}/{name}")));

        // What the first takes over from who was killed, the second gives back.
        Done($"repository collect {Root}");
        Done($"repository collect {Root}");
        SimulatedMachine.Run(++_seed, Disk, machine => Assert.Empty(new CollectedArchive(machine.Machine).Leftovers()));

        // Of data and indexes nothing half-written stays. Elsewhere it may, a small file each, and never shows.
        Assert.DoesNotContain(
            Files("archive/segments").Concat(Files("archive/index")), file => file.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.Equal(["last"], List());
        CheckSound();
        CheckRestores(["last"]);
    }

    /// <summary>The files of a directory of the archive, by their paths below its root.</summary>
    public IReadOnlyList<string> Files(string directory) =>
        [.. Disk.Snapshot($"{Root}/{directory}").Where(entry => entry.Kind == FileKind.Regular).Select(entry => $"{directory}/{entry.Path}")];

    /// <summary>Takes a file of the archive away.</summary>
    public void Remove(string file) => SimulatedMachine.Run(++_seed, Disk, machine =>
    {
        using var root = machine.Machine.Files.OpenDirectory(FilePath.From(Root));
        root.DeleteFile(FileName.From(file));
    });

    /// <summary>Commits, one after the other, until the newest manifest has this number.</summary>
    public void CommitUpTo(ManifestNumber number) => SimulatedMachine.Run(++_seed, Disk, machine =>
        new CollectedArchive(machine.Machine).Run(create: false, repository =>
        {
            using var secret = KeyFile.ReadKey(machine.Machine, FilePath.From(Key));
            repository.TryUnlock(secret);
            while (repository.State.Number < number)
            {
                BackupHold.Hold(repository, "full-1", "nobody", string.Empty);
            }
        }));

    private List<JsonElement> Backups() => [.. Json(Done($"backup list {Root} --json")).GetProperty("backups").EnumerateArray()];

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
