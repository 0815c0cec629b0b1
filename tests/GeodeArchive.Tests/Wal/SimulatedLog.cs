using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Wal;

namespace GeodeArchive.Tests.Wal;

/// <summary>Logs on a simulated disk.</summary>
internal static class SimulatedLog
{
    public const string Path = "/data/wal";

    public static LogOptions SmallOptions { get; } = new() { SegmentSize = 2 << 20, SizeMax = 48 << 20, CommitTimeout = TimeSpan.FromSeconds(5) };

    public static LogTimeline Timeline { get; } = new()
    {
        Epoch = 1,
        DatabaseId = new DatabaseId(new Id128(1, 2)),
        TimelineId = new TimelineId(new Id128(3, 4)),
        ParentId = default,
        Fork = Lsn.Zero,
        Created = 0,
    };

    /// <summary>A disk with an empty log.</summary>
    public static SimulatedDisk NewDisk(ulong seed, LogOptions options)
    {
        var disk = new SimulatedDisk(seed);
        disk.PutDirectory(Path);
        SimulatedMachine.Run(seed + 1_000_000, disk, machine =>
        {
            using var log = WriteAheadLog.Create(machine.Machine, Directory(machine), options, Timeline);
        });
        return disk;
    }

    public static WriteAheadLog Open(SimulatedMachine machine, LogOptions options, Lsn start = default, Lsn durable = default) =>
        WriteAheadLog.Open(machine.Machine, Directory(machine), options, start, durable);

    private static IDirectory Directory(SimulatedMachine machine) => machine.Machine.Files.OpenDirectory(FilePath.From(Path));
}
