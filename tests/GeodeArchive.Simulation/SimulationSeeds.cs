using System.Globalization;

namespace GeodeArchive.Simulation;

/// <summary>The seeds that a test runs with.</summary>
public static class SimulationSeeds
{
    /// <summary>Environment variable that names the one seed to run with.</summary>
    public const string VariableName = "GEODE_SEED";

    /// <summary>The seeds 1 to <paramref name="count"/>, or the one that <see cref="VariableName"/> names.</summary>
    public static IEnumerable<ulong> Sweep(int count)
    {
        var chosen = Environment.GetEnvironmentVariable(VariableName);
        return string.IsNullOrEmpty(chosen)
            ? Enumerable.Range(1, count).Select(number => (ulong)number)
            : [ulong.Parse(chosen, CultureInfo.InvariantCulture)];
    }
}
