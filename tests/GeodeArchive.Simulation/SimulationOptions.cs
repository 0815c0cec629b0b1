namespace GeodeArchive.Simulation;

/// <summary>How a simulated run is set up.</summary>
public sealed record SimulationOptions
{
    /// <summary>What nothing else is said about.</summary>
    public static SimulationOptions Default { get; } = new();

    /// <summary>What <see cref="Io.Scheduling.IScheduler.ProcessorCount"/> says.</summary>
    public int ProcessorCount { get; init; } = 4;

    /// <summary>After this many points at which the scheduler could switch, the run counts as one that never ends.</summary>
    public long StepLimit { get; init; } = 50_000_000;

    /// <summary>Keeps the trace as text, too, to find out what two runs differ in.</summary>
    public bool KeepsTrace { get; init; }
}
