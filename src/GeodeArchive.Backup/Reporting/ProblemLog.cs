using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Backup.Reporting;

/// <summary>Collects problems from all workers: the first thousand in full, all of them as a count.</summary>
public sealed class ProblemLog
{
    private const int KeptMax = 1000;

    private readonly IGate _gate;
    private readonly List<Problem> _kept = [];

    /// <summary>Makes an empty log.</summary>
    public ProblemLog(IScheduler scheduler) => _gate = scheduler.CreateGate();

    /// <summary>All problems so far.</summary>
    public long Count { get; private set; }

    /// <summary>The first problems, at most a thousand. Read it when the workers have ended.</summary>
    public IReadOnlyList<Problem> Kept => _kept;

    internal void Add(string path, string reason)
    {
        _gate.Enter();
        try
        {
            Count++;
            if (_kept.Count < KeptMax)
            {
                _kept.Add(new Problem(path, reason));
            }
        }
        finally
        {
            _gate.Exit();
        }
    }
}
