using GeodeArchive.Format;

namespace GeodeArchive.Wal.Appending;

/// <summary>Times and XIDs of the commits in a stretch of log.</summary>
internal struct CommitStatistics
{
    public CommitStatistics()
    {
    }

    public long TimeFirst { get; private set; } = long.MaxValue;

    public long TimeLast { get; private set; } = long.MinValue;

    public Xid XidFirst { get; private set; }

    public Xid XidLast { get; private set; }

    public bool IsOrdered { get; private set; } = true;

    public void Add(LogCommit commit)
    {
        TimeFirst = Math.Min(TimeFirst, commit.Time);
        TimeLast = Math.Max(TimeLast, commit.Time);
        if (XidFirst == Xid.None)
        {
            XidFirst = commit.Xid;
            XidLast = commit.Xid;
            return;
        }

        IsOrdered &= commit.Xid > XidLast;
        XidFirst = commit.Xid < XidFirst ? commit.Xid : XidFirst;
        XidLast = commit.Xid > XidLast ? commit.Xid : XidLast;
    }

    public void Add(CommitStatistics later)
    {
        if (later.XidFirst == Xid.None)
        {
            return;
        }

        if (XidFirst == Xid.None)
        {
            this = later;
            return;
        }

        IsOrdered &= later.IsOrdered && later.XidFirst > XidLast;
        TimeFirst = Math.Min(TimeFirst, later.TimeFirst);
        TimeLast = Math.Max(TimeLast, later.TimeLast);
        XidFirst = later.XidFirst < XidFirst ? later.XidFirst : XidFirst;
        XidLast = later.XidLast > XidLast ? later.XidLast : XidLast;
    }
}
