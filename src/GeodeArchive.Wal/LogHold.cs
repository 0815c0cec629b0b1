using GeodeArchive.Format;

namespace GeodeArchive.Wal;

/// <summary>
/// Keeps a log from giving back segments with records at or after a place: for whoever still has to read them. Safe for many workers.
/// </summary>
public sealed class LogHold : IDisposable
{
    private readonly WriteAheadLog _log;

    internal LogHold(WriteAheadLog log, Lsn position)
    {
        _log = log;
        Position = position;
    }

    /// <summary>The place from where on everything is kept.</summary>
    public Lsn Position { get; internal set; }

    /// <summary>Moves on: what is before is not needed any more, and what was to be released until there is.</summary>
    /// <param name="position">Where to; not before the place so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is before: its segment may be gone.</exception>
    public void MoveTo(Lsn position) => _log.Move(this, position);

    /// <summary>Keeps nothing any more.</summary>
    public void Dispose() => _log.Drop(this);
}
