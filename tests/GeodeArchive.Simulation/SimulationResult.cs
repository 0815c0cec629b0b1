namespace GeodeArchive.Simulation;

/// <summary>How a simulated run ended.</summary>
public sealed record SimulationResult
{
    /// <summary>True when the power went out; see <see cref="Disks.SimulatedDisk.Crash"/> for what is left then.</summary>
    public required bool Crashed { get; init; }

    /// <summary>Everything the run did; equal for equal seeds.</summary>
    public required SimulationTrace Trace { get; init; }

    /// <summary>Simulated time that passed.</summary>
    public required TimeSpan Elapsed { get; init; }
}
