using GeodeArchive.Store.Checking;

namespace GeodeArchive.Cli.Commands;

/// <summary>What a check of a store has to say.</summary>
/// <param name="Checked">What was looked at.</param>
internal sealed record StoreCheckReport(StoreCheckProgress Checked)
{
    /// <summary>Findings that are kept: more would say no more.</summary>
    public const int KeptMax = 100;

    private readonly List<StoreFinding> _findings = [];

    /// <summary>The first findings.</summary>
    public IReadOnlyList<StoreFinding> Findings => _findings;

    /// <summary>How many there are.</summary>
    public long FindingCount { get; private set; }

    /// <summary>Notes a finding.</summary>
    public void Add(StoreFinding finding)
    {
        FindingCount++;
        if (_findings.Count < KeptMax)
        {
            _findings.Add(finding);
        }
    }
}
