using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Wal.Appending;

/// <summary>Makes the granules of a segment from its frames.</summary>
internal sealed class GranuleBuilder
{
    private readonly long _spanLeast;
    private readonly ImmutableArray<LogGranule>.Builder _granules = ImmutableArray.CreateBuilder<LogGranule>();
    private CommitStatistics _commits = new();
    private Lsn _start;
    private long _timeMaxBefore;
    private long _timeMax;

    /// <param name="segmentSize">Granules are at least a 1,024th of it, so that a footer has room for all.</param>
    /// <param name="start">Where the segment starts.</param>
    /// <param name="timeMax">The highest time of a commit before it.</param>
    public GranuleBuilder(long segmentSize, Lsn start, long timeMax)
    {
        _spanLeast = Math.Max(segmentSize / 1024, 4 * LogLimits.PageSize);
        _start = start;
        _timeMaxBefore = timeMax;
        _timeMax = timeMax;
    }

    /// <summary>Adds the next frame.</summary>
    public void Add(Lsn start, CommitStatistics commits)
    {
        if (start - _start >= _spanLeast)
        {
            Close(start);
        }

        _commits.Add(commits);
        _timeMax = Math.Max(_timeMax, commits.TimeLast);
    }

    /// <summary>The granules, when the segment is left.</summary>
    public ImmutableArray<LogGranule> Finish(Lsn end)
    {
        if (_start < end)
        {
            Close(end);
        }

        return _granules.ToImmutable();
    }

    private void Close(Lsn next)
    {
        _granules.Add(new LogGranule
        {
            Start = _start,
            TimeMaxBefore = _timeMaxBefore,
            TimeFirst = _commits.TimeFirst,
            TimeLast = _commits.TimeLast,
            XidFirst = _commits.XidFirst,
            XidLast = _commits.XidLast,
            IsOrdered = _commits.IsOrdered,
        });
        _start = next;
        _timeMaxBefore = _timeMax;
        _commits = new CommitStatistics();
    }
}
