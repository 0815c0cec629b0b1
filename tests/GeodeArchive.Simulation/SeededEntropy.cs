using GeodeArchive.Io;

namespace GeodeArchive.Simulation;

/// <summary>Randomness that is a function of the seed, for ids and keys in simulated runs.</summary>
public sealed class SeededEntropy : IEntropy
{
    private readonly SeededRandom _random;
    private readonly Lock _lock = new();

    /// <summary>Starts the sequence of <paramref name="seed"/>.</summary>
    public SeededEntropy(ulong seed) => _random = new SeededRandom(seed);

    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        lock (_lock)
        {
            _random.Fill(destination);
        }
    }
}
