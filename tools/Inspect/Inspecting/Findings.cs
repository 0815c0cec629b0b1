using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>The failed checks of one file. They are kept until the structure was shown in which they were found.</summary>
internal sealed class Findings(IReport report)
{
    private const int KeptMax = 1000;

    private readonly List<FailedCheck> _kept = [];

    /// <summary>Checks that failed.</summary>
    public long Count { get; private set; }

    /// <summary>True if what was asked for is not in a file that may be intact.</summary>
    public bool IsMissing { get; private set; }

    /// <summary>Notes that what was asked for is not there.</summary>
    public void Miss(string detail)
    {
        IsMissing = true;
        report.Note(detail);
    }

    /// <summary>Notes a failed check.</summary>
    public void Add(FailedCheck failure)
    {
        Count++;
        _kept.Add(failure);
        if (_kept.Count == KeptMax)
        {
            Show();
        }
    }

    /// <summary>Shows those that were not shown yet.</summary>
    public void Show()
    {
        foreach (var failure in _kept)
        {
            report.Failure(failure);
        }

        _kept.Clear();
    }
}
