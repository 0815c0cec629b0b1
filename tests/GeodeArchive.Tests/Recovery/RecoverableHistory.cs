using System.Text;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Load.Recording;
using GeodeArchive.Load.Running;
using GeodeArchive.Load.Verifying;
using GeodeArchive.Objects.Local;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Archiving;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Tests.Backup.Databases;
using GeodeArchive.Tests.Database;

namespace GeodeArchive.Tests.Recovery;

/// <summary>
/// A database that lives on a simulated machine, is archived and backed up meanwhile, idles, and has its clock set; with the record of what was
/// there at any moment.
/// </summary>
internal sealed class RecoverableHistory(ulong seed)
{
    public const string WalArchive = "/wal-archive";
    private const string ArchiveRoot = "/archive-root";
    private const int ClientCount = 3;
    private const int GroupSize = 4;

    private static readonly LogArchiverOptions Archiving = new()
    {
        UploadInterval = TimeSpan.FromSeconds(5), ObjectPlainSizeMax = 24 << 10, RetryDelayMin = TimeSpan.FromMilliseconds(10),
    };

    private readonly Random _random = new((int)seed);
    private readonly List<(string Name, DatabaseSource Source)> _backups = [];
    private readonly StringBuilder _record = new();
    private int _restoreCount;

    public SimulatedDisk Disk { get; set; } = DatabaseBench.NewDisk(seed);

    public IReadOnlyList<(string Name, DatabaseSource Source)> Backups => _backups;

    public LoadRecord Record => LoadRecord.Parse(_record.ToString());

    /// <summary>Lives for some phases, in the data directory that is given.</summary>
    public void Live(int phases, string folder = DatabaseBench.Folder, string prefix = "")
    {
        var isNew = _record.Length == 0;
        SimulatedMachine.Run(seed + (ulong)_record.Length, Disk, machine =>
        {
            var data = machine.Machine.Files.OpenDirectory(FilePath.From(folder));
            using var database = isNew
                ? GraphDatabase.Create(machine.Machine, data, null, DatabaseBench.Options)
                : GraphDatabase.Open(machine.Machine, data, null, DatabaseBench.Options);
            using var store = OpenWalArchive(machine);
            using var archiving = new WalArchivePipeline(
                LogArchive.Create(machine.Machine, store, database.DatabaseId, GroupSize), database.Log, Archiving);
            for (var phase = 0; phase < phases; phase++)
            {
                Load(machine, database, 5 + _random.Next(6), () => Backup(machine, database, folder, $"{prefix}{phase}", phase == 0 && isNew));
                Pass(machine, database, $"{prefix}point {phase}");
            }
        });
    }

    /// <summary>Restores a state from a backup, and opens it.</summary>
    /// <exception cref="TargetUnreachableException">It was refused, and nothing was written.</exception>
    /// <exception cref="LogArchiveException">As well.</exception>
    public DatabaseRestoreResult Restore(string backup, RecoveryTarget target, LoadMoment? moment, out string folder)
    {
        var place = $"/restored-{_restoreCount++}";
        folder = place;
        DatabaseRestoreResult? result = null;
        Exception? refused = null;
        SimulatedMachine.Run(seed + 1000 + (ulong)_restoreCount, Disk, machine =>
        {
            using var store = OpenWalArchive(machine);
            var archive = LogArchive.Open(machine.Machine, store);
            using var repository = new DatabaseArchive(machine.Machine, ArchiveRoot).Open();
            var options = new DatabaseRestoreOptions
            {
                Name = backup, Target = FilePath.From(place), Recovery = target, WorkerCount = 2, Database = DatabaseBench.Options,
            };
            try
            {
                result = new DatabaseRestorePipeline(repository, archive, options, new DatabaseRestoreProgress(), _ => { }).Run();
            }
            catch (Exception error) when (error is TargetUnreachableException or LogArchiveException)
            {
                refused = error;
                Assert.Throws<FileException>(() => machine.Machine.Files.OpenDirectory(FilePath.From(place)));
                return;
            }

            Assert.True(result.IsProven);
            AssertSameWithoutIndex(archive, result, target);
            using var database = GraphDatabase.Open(
                machine.Machine, machine.Machine.Files.OpenDirectory(FilePath.From(place)), null, DatabaseBench.Options);
            Assert.Equal(result.Target.Stop.Xid, database.AppliedXid);
            if (moment is not null)
            {
                AssertIs(database, moment);
            }
        });
        return refused is null ? result! : throw refused;
    }

    /// <summary>From now on the history is that of a restored database: what came after its last transaction never was.</summary>
    public RecoverableHistory Branch(Xid last)
    {
        var branch = new RecoverableHistory(seed + 77) { Disk = Disk, _restoreCount = _restoreCount };
        branch._backups.AddRange(_backups);
        foreach (var line in _record.ToString().Split('\n'))
        {
            var words = line.Split(' ');
            var isKept = words[0] switch
            {
                "committed" => ulong.Parse(words[3]) <= last.Value,
                "point" => ulong.Parse(words[1]) <= last.Value,
                _ => false,
            };
            if (isKept)
            {
                branch._record.Append(line).Append('\n');
            }
        }

        return branch;
    }

    public static LocalObjectStore OpenWalArchive(SimulatedMachine machine) =>
        new(machine.Machine.Files.OpenOrCreateDirectory(FilePath.From(WalArchive), 0x1C0), machine.Machine.Entropy);

    private void AssertIs(GraphDatabase database, LoadMoment moment)
    {
        var verification = new StateVerification(StreamSeed, ClientCount);
        var snapshot = database.OpenSnapshot();
        verification.VerifyExactly(snapshot, moment.LastOf(Record));
        snapshot.Release();
        Assert.Empty(verification.Differences.Kept);
    }

    // The streams of a branch are those of the trunk.
    private static ulong StreamSeed => 4711;

    private static void AssertSameWithoutIndex(LogArchive archive, DatabaseRestoreResult result, RecoveryTarget target)
    {
        var source = result.Source;
        var start = new RecoveryBase(source.TimelineId, source.CheckpointLsn, source.Attributes.Xid, source.Attributes.TimeMax);
        var naive = new TargetResolver(archive, usesIndex: false).Resolve(start, target);
        Assert.Equal(naive.Stop, result.Target.Stop);
        Assert.Equal(naive.Path, result.Target.Path);
    }

    private void Load(SimulatedMachine machine, GraphDatabase database, int transactions, Action meanwhile)
    {
        using var output = new MemoryStream();
        var recorder = new LoadRecorder(output, machine.Machine.Scheduler);
        var settings = new LoadSettings { Seed = StreamSeed, ClientCount = ClientCount, TransactionCount = transactions };
        var load = machine.Machine.Scheduler.Start("load", () => new LoadRun(machine.Machine, database, settings, recorder).Run());
        meanwhile();
        load.Join();
        _record.Append(Encoding.UTF8.GetString(output.ToArray()));
    }

    private void Backup(SimulatedMachine machine, GraphDatabase database, string folder, string name, bool isFirst)
    {
        var type = _random.Next(6) switch { 0 => BackupType.Full, 1 => BackupType.Differential, _ => BackupType.Incremental };
        type = isFirst ? BackupType.Full : type;
        if (!isFirst && _random.Next(3) == 0)
        {
            return;
        }

        var archive = new DatabaseArchive(machine.Machine, ArchiveRoot, folder);
        archive.Backup(database, $"backup-{name}", type);
        _backups.Add(($"backup-{name}", archive.Describe($"backup-{name}")!));
    }

    /// <summary>Time passes, or is set; places get names.</summary>
    private void Pass(SimulatedMachine machine, GraphDatabase database, string point)
    {
        switch (_random.Next(5))
        {
            case 0:
                Wait(machine, TimeSpan.FromHours(1 + _random.Next(100)));
                break;
            case 1:
                machine.Clock.StepWallTime(-TimeSpan.FromMinutes(_random.Next(60)));
                break;
            case 2:
                machine.Clock.StepWallTime(TimeSpan.FromMinutes(_random.Next(60)));
                break;
            default:
                using (var output = new MemoryStream())
                {
                    new LoadRecorder(output, machine.Machine.Scheduler).Point(point, database.CreateRecoveryPoint(point));
                    _record.Append(Encoding.UTF8.GetString(output.ToArray()));
                }

                break;
        }
    }

    private static void Wait(SimulatedMachine machine, TimeSpan time)
    {
        var gate = machine.Machine.Scheduler.CreateGate();
        gate.Enter();
        gate.Wait(time);
        gate.Exit();
    }
}
