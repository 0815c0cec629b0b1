namespace GeodeArchive.Simulation;

/// <summary>A simulated run failed. The message says with which seed, so that it can be run again.</summary>
public sealed class SimulationFailedException : Exception
{
    /// <summary>Makes the exception.</summary>
    public SimulationFailedException(ulong seed, string worker, Exception cause)
        : base($"seed {seed}, worker {worker}: {cause.Message} (run it alone with {SimulationSeeds.VariableName}={seed})", cause)
    {
        Seed = seed;
    }

    /// <summary>The root seed of the run.</summary>
    public ulong Seed { get; }
}
