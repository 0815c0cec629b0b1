using GeodeArchive.Io;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Simulation.Scheduling;

namespace GeodeArchive.Simulation;

/// <summary>
/// A machine whose files, time, randomness and threads are functions of one root seed: a run can be repeated exactly, and its
/// power can be cut at any point.
/// </summary>
public sealed class SimulatedMachine
{
    private SimulatedMachine(ulong seed, SimulatedDisk disk, SimulationOptions options)
    {
        Seed = seed;
        Disk = disk;
        Trace = new SimulationTrace(options.KeepsTrace);
        Clock = new SimulatedClock(disk.NextStart);
        Scheduler = new SimulatedScheduler(new SeededRandom(SeededRandom.Derive(seed, "scheduler")), Clock, Trace, options);
        Random = new SeededRandom(SeededRandom.Derive(seed, "test"));
        Machine = new Machine(disk, Clock, new SeededEntropy(SeededRandom.Derive(seed, "entropy")), Scheduler);
    }

    /// <summary>The root seed.</summary>
    public ulong Seed { get; }

    /// <summary>What the code under test is given.</summary>
    public Machine Machine { get; }

    /// <summary>The disk, for faults and for looking at it.</summary>
    public SimulatedDisk Disk { get; }

    /// <summary>The clock, for moving it.</summary>
    public SimulatedClock Clock { get; }

    /// <summary>The scheduler.</summary>
    public SimulatedScheduler Scheduler { get; }

    /// <summary>What happened so far.</summary>
    public SimulationTrace Trace { get; }

    /// <summary>Random numbers for the test itself, independent of what the program draws.</summary>
    public SeededRandom Random { get; }

    /// <summary>Runs <paramref name="body"/> with an empty disk.</summary>
    /// <param name="seed">The root seed.</param>
    /// <param name="body">The program run; it is worker 0.</param>
    public static SimulationResult Run(ulong seed, Action<SimulatedMachine> body) =>
        Run(seed, new SimulatedDisk(SeededRandom.Derive(seed, "disk")), body);

    /// <summary>Runs <paramref name="body"/> until it and every worker that it started have ended, or the power went out.</summary>
    /// <param name="seed">The root seed.</param>
    /// <param name="disk">The disk to mount. Its own seed is part of the run's.</param>
    /// <param name="body">The program run; it is worker 0.</param>
    /// <param name="options">How it is set up.</param>
    /// <exception cref="SimulationFailedException">
    /// The body threw, or a worker that nobody joined, or all workers wait for each other.
    /// </exception>
    public static SimulationResult Run(ulong seed, SimulatedDisk disk, Action<SimulatedMachine> body, SimulationOptions? options = null)
    {
        var machine = new SimulatedMachine(seed, disk, options ?? SimulationOptions.Default);
        disk.Attach(machine);
        try
        {
            machine.Scheduler.Run(() => body(machine));
        }
        finally
        {
            disk.Detach();
        }

        // After a power cut exceptions are how the program ended; but a worker that never ended is a failure then, too.
        if (machine.Scheduler.FirstFailure is { } failure && (!disk.IsPoweredOff || failure.Cause is SimulationStalledException))
        {
            throw new SimulationFailedException(seed, failure.Worker, failure.Cause);
        }

        return new SimulationResult { Crashed = disk.IsPoweredOff, Trace = machine.Trace, Elapsed = machine.Clock.Elapsed };
    }
}
