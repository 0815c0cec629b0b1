namespace GeodeArchive.Simulation;

/// <summary>
/// The simulated power went out: what every worker gets from its next call to the machine, so that the program ends as it
/// stands. Not a <see cref="Io.Files.FileException"/>: code that handles I/O errors must not go on.
/// </summary>
public sealed class SimulatedCrashException : Exception
{
    /// <summary>Makes the exception.</summary>
    public SimulatedCrashException()
        : base("the simulated power went out")
    {
    }
}
