using GeodeArchive.Format;

namespace GeodeArchive.Wal.Segments;

/// <summary>The segments in use, by where they start. Under the log's gate.</summary>
internal sealed class SegmentList
{
    private readonly List<(long Number, Lsn Start)> _segments = [];

    public int Count => _segments.Count;

    /// <summary>Where the oldest kept segment starts.</summary>
    public Lsn Start => _segments[0].Start;

    public void Add(long number, Lsn start) => _segments.Add((number, start));

    /// <summary>Whether a segment was not released.</summary>
    public bool Contains(long number) => _segments.Exists(segment => segment.Number == number);

    /// <summary>The segment that holds a place, or -1 if it was released; where several start at it, the last.</summary>
    public long Find(Lsn lsn)
    {
        var index = _segments.FindLastIndex(segment => segment.Start <= lsn);
        return index < 0 ? -1 : _segments[index].Number;
    }

    /// <summary>The segment after another, and where it starts, or null.</summary>
    public (long Number, Lsn Start)? Next(long number)
    {
        var index = _segments.FindIndex(segment => segment.Number > number);
        return index < 0 ? null : _segments[index];
    }

    /// <summary>
    /// Takes out the oldest segment if all that it holds is before a place, and something in the next one is durable: then so is that
    /// one's header, without which there would be no log.
    /// </summary>
    public bool TryTakeBefore(Lsn lsn, Lsn durable, out long number)
    {
        number = _segments[0].Number;
        if (_segments.Count < 2 || _segments[1].Start > lsn || _segments[1].Start >= durable)
        {
            return false;
        }

        _segments.RemoveAt(0);
        return true;
    }
}
