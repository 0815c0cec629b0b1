namespace GeodeArchive.Simulation;

/// <summary>Nobody in the simulation can go on (a deadlock), or nobody ever comes to an end. The message lists who waits where.</summary>
public sealed class SimulationStalledException : Exception
{
    /// <summary>Makes the exception.</summary>
    public SimulationStalledException(string message)
        : base(message)
    {
    }
}
