using GeodeArchive.Format;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Scanning;

/// <summary>Compares the granules of a footer with the frames and commits that they speak of, which come in their order.</summary>
internal sealed class LogGranuleCheck(LogFooter footer, long footerOffset, Action<FailedCheck> report)
{
    private int _index = -1;
    private LogGranule _found;
    private long _timeMax;
    private bool _hasFailed;

    /// <summary>A frame of the stream; its commits follow.</summary>
    public void NoteFrame(in LogFrameHeader frame)
    {
        if (frame.PayloadSize == 0)
        {
            return;
        }

        if (_index + 1 < footer.Granules.Length && frame.Start >= footer.Granules[_index + 1].Start)
        {
            Compare();
            _index++;
            _found = new LogGranule
            {
                Start = frame.Start,
                TimeMaxBefore = _index == 0 ? footer.Granules[0].TimeMaxBefore : _timeMax,
                TimeFirst = long.MaxValue,
                TimeLast = long.MinValue,
                XidFirst = Xid.None,
                XidLast = Xid.None,
                IsOrdered = true,
            };
        }

        _timeMax = frame.TimeMax;
    }

    /// <summary>A commit of the frame.</summary>
    public void Note(LogCommit commit) => _found = _found with
    {
        TimeFirst = Math.Min(_found.TimeFirst, commit.Time),
        TimeLast = Math.Max(_found.TimeLast, commit.Time),
        XidFirst = _found.XidFirst == Xid.None ? commit.Xid : _found.XidFirst,
        XidLast = commit.Xid,
    };

    /// <summary>The stream ends.</summary>
    public void End(Lsn end, long endOffset)
    {
        Compare();
        if (_index + 1 < footer.Granules.Length)
        {
            Fail("there are granules where the segment has no records");
        }

        if (footer.End != end || (long)footer.EndPage * LogLimits.PageSize != endOffset)
        {
            Fail($"end_lsn is {footer.End} at page {footer.EndPage}, the frames end at {end}, page {endOffset / LogLimits.PageSize}");
        }
    }

    private void Compare()
    {
        if (_index >= 0 && _found != footer.Granules[_index])
        {
            Fail($"granule {_index} is not what the commits in it say");
        }
    }

    private void Fail(string detail)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            report(new FailedCheck(FormatError.BadReference, "log footer", footerOffset, detail));
        }
    }
}
