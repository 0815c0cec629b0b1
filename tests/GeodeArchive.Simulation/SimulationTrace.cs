namespace GeodeArchive.Simulation;

/// <summary>
/// Everything that a run decided and did to its disk, as one hash: two runs of one seed have the same, or something in them
/// is not a function of the seed.
/// </summary>
public sealed class SimulationTrace
{
    private const ulong FnvOffset = 0xcbf29ce484222325;
    private const ulong FnvPrime = 0x100000001b3;

    private readonly List<string>? _lines;

    internal SimulationTrace(bool keepsLines) => _lines = keepsLines ? [] : null;

    /// <summary>Hash over all events so far.</summary>
    public ulong Hash { get; private set; } = FnvOffset;

    /// <summary>Number of events so far.</summary>
    public long EventCount { get; private set; }

    /// <summary>The events as text, if <see cref="SimulationOptions.KeepsTrace"/>; else empty.</summary>
    public IReadOnlyList<string> Lines => _lines ?? [];

    internal void Record(string what, string subject, long first = 0, long second = 0)
    {
        EventCount++;
        Add(what);
        Add(subject);
        Add((ulong)first);
        Add((ulong)second);
        _lines?.Add($"{EventCount} {what} {subject} {first} {second}");
    }

    internal static long HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = FnvOffset;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * FnvPrime;
        }

        return (long)hash;
    }

    private void Add(string text)
    {
        foreach (var letter in text)
        {
            Add(letter);
        }
    }

    private void Add(ulong value) => Hash = (Hash ^ value) * FnvPrime;
}
