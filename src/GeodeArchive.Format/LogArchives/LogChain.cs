namespace GeodeArchive.Format;

/// <summary>
/// Follows stretches of one timeline, each of which starts where the one before ends, and checks that they go on from each other.
/// </summary>
internal struct LogChain
{
    private readonly Place _place;
    private readonly string _what;
    private LogGranule _first;
    private long _timeMax;
    private bool _isStarted;

    public LogChain(string what, Place place)
    {
        _what = what;
        _place = place;
    }

    /// <summary>Whether anything was added.</summary>
    public readonly bool IsStarted => _isStarted;

    /// <summary>Where the last one ended.</summary>
    public Lsn End { get; private set; }

    /// <summary>The highest time of a commit so far.</summary>
    public readonly long TimeMax => _timeMax;

    /// <summary>Recovery points so far.</summary>
    public long PointCount { get; private set; }

    /// <summary>All of them as one.</summary>
    public readonly LogGranule Span => _first;

    /// <summary>Adds the next stretch.</summary>
    public void Add(in LogGranule granule, Lsn end, long pointCount)
    {
        granule.Validate(_place);
        _place.Require(granule.IsOrdered, FormatError.BadValue, "the XIDs of a log are in order");
        _place.Require(end > granule.Start, FormatError.BadOrder, $"a stretch of {_what} ends before it starts");
        if (!_isStarted)
        {
            _isStarted = true;
            _first = granule;
        }
        else
        {
            _place.Require(
                granule.Start == End, FormatError.BadReference, $"a stretch of {_what} does not start where the one before ends");
            _place.Require(
                granule.TimeMaxBefore == _timeMax, FormatError.BadReference, $"time_max_before of {_what} is not that of what is before");
            Merge(granule);
        }

        End = end;
        _timeMax = Math.Max(granule.TimeMaxBefore, granule.TimeLast);
        PointCount += pointCount;
        _place.Require(PointCount >= 0, FormatError.TooLarge, "more recovery points than can be counted");
    }

    private void Merge(in LogGranule granule)
    {
        if (granule.XidLast == Xid.None)
        {
            return;
        }

        _place.Require(granule.XidFirst > _first.XidLast, FormatError.BadOrder, $"XIDs of {_what} are out of order");
        _first = _first with
        {
            TimeFirst = Math.Min(_first.TimeFirst, granule.TimeFirst),
            TimeLast = Math.Max(_first.TimeLast, granule.TimeLast),
            XidFirst = _first.XidFirst == Xid.None ? granule.XidFirst : _first.XidFirst,
            XidLast = granule.XidLast,
        };
    }
}
