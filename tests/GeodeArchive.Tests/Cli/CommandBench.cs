using GeodeArchive.Cli;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Tests.Backup;

namespace GeodeArchive.Tests.Cli;

/// <summary>A simulated machine with a source tree, on which command lines run one after the other.</summary>
internal sealed class CommandBench
{
    private ulong _seed;

    public CommandBench(ulong seed = 1)
    {
        _seed = seed;
        Disk = new SimulatedDisk(seed);
        SampleTree.Put(Disk, seed);
    }

    public SimulatedDisk Disk { get; }

    /// <summary>Everything that the runs did.</summary>
    public ulong TraceHash { get; private set; }

    /// <summary>Runs one command line to its end.</summary>
    public CommandRun Run(string commandLine, ProcessEnvironment? environment = null)
    {
        CommandRun? run = null;

        // Each run draws from a seed of its own: equal seeds make equal ids.
        var result = SimulatedMachine.Run(++_seed, Disk, machine => run = CommandRun.On(machine.Machine, commandLine, environment));
        TraceHash = (TraceHash * 31) + result.Trace.Hash;
        Assert.Equal(0, Disk.OpenHandleCount);
        return run!;
    }

    /// <summary>Runs one that must end with code 0, and returns what it printed.</summary>
    public string Output(string commandLine)
    {
        var run = Run(commandLine);
        Assert.True(run.ExitCode == ExitCodes.Done, $"{commandLine}: {run.ExitCode}, {run.Error}");
        return run.Output;
    }

    /// <summary>Everything on the disk, to see that nothing was written; but for access logs, which tell of refused commands, too.</summary>
    public IReadOnlyList<SnapshotEntry> Everything() =>
        [.. Disk.Snapshot("/").Where(entry => !entry.Path.Contains("/archive/access", StringComparison.Ordinal))];
}
