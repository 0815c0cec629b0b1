using GeodeArchive.Cli;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Tests.Cli;

namespace GeodeArchive.Tests.Backup.Interrupted;

/// <summary>Runs one command again and again, each time interrupted at another point.</summary>
internal sealed class InterruptedRun
{
    private const DiskOperations Reads = DiskOperations.All & ~DiskOperations.Mutations;

    private readonly InterruptedArchive _archive;
    private readonly string _commandLine;
    private readonly Interruption _interruption;
    private readonly ulong _seed;

    public InterruptedRun(InterruptedArchive archive, string commandLine, Interruption interruption, ulong seed)
    {
        _archive = archive;
        _commandLine = archive.WithKey(commandLine);
        _interruption = interruption;
        _seed = SeededRandom.Derive(seed, "interrupted");
    }

    /// <summary>How many points there are: the command is run once without any interruption.</summary>
    public long CountPoints()
    {
        var count = 0L;
        var disk = _archive.Disk.Clone(_seed);

        // Strikes nowhere, and is asked everywhere.
        disk.AddFault(Fault(point: 1) with { Path = path => IsOnDisk(path) && ++count < 0 });
        var run = Run(disk);
        Assert.True(run?.ExitCode == ExitCodes.Done, $"{_commandLine}: {run?.ExitCode} {run?.Error}");
        return count;
    }

    /// <summary>Interrupts it at one point.</summary>
    /// <returns>What is found afterwards, and whether the command reported that it was done.</returns>
    public (SimulatedDisk Disk, bool IsReported) Run(long point)
    {
        var disk = _archive.Disk.Clone(_seed);
        disk.AddFault(Fault(point));
        var run = Run(disk);
        disk.CutPower();
        var isLost = _interruption is Interruption.PowerCut or Interruption.FailedChange;
        var seed = _seed + (ulong)point;
        return (isLost ? disk.Crash(seed) : disk.Clone(seed), run?.ExitCode == ExitCodes.Done);
    }

    private static bool IsOnDisk(string path) => path.StartsWith('/');

    private CommandRun? Run(SimulatedDisk disk)
    {
        CommandRun? run = null;
        SimulatedMachine.Run(_seed, disk, machine => run = CommandRun.On(machine.Machine, _commandLine));
        return run;
    }

    private SimulatedFault Fault(long point) => _interruption switch
    {
        Interruption.FullDisk => new SimulatedFault(FaultKind.Error)
        {
            On = DiskOperations.Write | DiskOperations.Create,
            Error = FileError.NoSpace,
            Path = IsOnDisk,
            SkipCount = point - 1,
            Count = long.MaxValue,
        },
        Interruption.FailedChange => new SimulatedFault(FaultKind.Error) { On = DiskOperations.Mutations, Path = IsOnDisk, SkipCount = point - 1 },
        Interruption.FailedRead => new SimulatedFault(FaultKind.Error) { On = Reads, Path = IsOnDisk, SkipCount = point - 1 },
        _ => new SimulatedFault(FaultKind.PowerCut) { On = DiskOperations.Mutations, Path = IsOnDisk, SkipCount = point - 1 },
    };
}
