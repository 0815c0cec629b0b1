using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Reading;

/// <summary>Times and XIDs of a stretch of log, commit by commit.</summary>
internal struct CommitSummary
{
    private readonly Lsn _start;
    private readonly long _timeMaxBefore;
    private long _timeFirst = long.MaxValue;
    private long _timeLast = long.MinValue;
    private Xid _xidFirst;

    public CommitSummary(Lsn start, long timeMaxBefore, CommitPlace before)
    {
        _start = start;
        _timeMaxBefore = timeMaxBefore;
        Last = before;
    }

    /// <summary>The last commit so far, or the last before.</summary>
    public CommitPlace Last { get; private set; }

    /// <summary>The highest time so far.</summary>
    public readonly long TimeMax => Math.Max(_timeMaxBefore, _timeLast);

    /// <summary>The stretch.</summary>
    public readonly LogGranule Granule => new()
    {
        Start = _start,
        TimeMaxBefore = _timeMaxBefore,
        TimeFirst = _timeFirst,
        TimeLast = _timeLast,
        XidFirst = _xidFirst,
        XidLast = _xidFirst == Xid.None ? Xid.None : Last.Xid,
        IsOrdered = true,
    };

    /// <summary>Adds the next commit.</summary>
    /// <exception cref="ArchiveFormatException">Its XID is not above that of the commit before.</exception>
    public void Add(LogCommit commit, Lsn end, long offset)
    {
        if (commit.Xid <= Last.Xid)
        {
            throw new ArchiveFormatException(
                FormatError.BadOrder, "commit record", offset, "xid is not above that of the commit before");
        }

        _timeFirst = Math.Min(_timeFirst, commit.Time);
        _timeLast = Math.Max(_timeLast, commit.Time);
        _xidFirst = _xidFirst == Xid.None ? commit.Xid : _xidFirst;
        Last = new CommitPlace(end, commit.Xid, commit.Time);
    }
}
