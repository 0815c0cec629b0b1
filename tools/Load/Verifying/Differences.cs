namespace GeodeArchive.Load.Verifying;

/// <summary>What is not as it should be: the first few in words, all counted.</summary>
public sealed class Differences
{
    private const int KeptMax = 20;
    private readonly List<string> _kept = [];

    /// <summary>The first.</summary>
    public IReadOnlyList<string> Kept => _kept;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(string difference)
    {
        Count++;
        if (_kept.Count < KeptMax)
        {
            _kept.Add(difference);
        }
    }

    /// <summary>Adds one if two values differ.</summary>
    public void Expect<T>(T expected, T found, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
        {
            Add($"{what}: {found}, not {expected}");
        }
    }
}
