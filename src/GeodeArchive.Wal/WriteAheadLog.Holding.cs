using GeodeArchive.Format;

namespace GeodeArchive.Wal;

/// <content>What keeps segments from being given back.</content>
public sealed partial class WriteAheadLog
{
    private readonly List<LogHold> _holds = [];

    // What the owner does not need any more; a hold may keep it longer.
    private Lsn _releasable;

    /// <summary>
    /// Keeps what is at or after a place, or what is left of it: see <see cref="Oldest"/> afterwards. Where the log is full, appending
    /// waits for the hold to move on.
    /// </summary>
    public LogHold Hold(Lsn from)
    {
        _gate.Enter();
        try
        {
            var hold = new LogHold(this, from);
            _holds.Add(hold);
            return hold;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>
    /// Gives back segments whose records all end at or before a place; what is held meanwhile, later, when it is not any more.
    /// </summary>
    public void Release(Lsn lsn)
    {
        _gate.Enter();
        try
        {
            _releasable = Lsn.Max(_releasable, lsn);
            ReleaseUnheld();
        }
        finally
        {
            _gate.Exit();
        }
    }

    internal void Move(LogHold hold, Lsn position)
    {
        _gate.Enter();
        try
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(position, hold.Position);
            hold.Position = position;
            ReleaseUnheld();
        }
        finally
        {
            _gate.Exit();
        }
    }

    internal void Drop(LogHold hold)
    {
        _gate.Enter();
        try
        {
            if (_holds.Remove(hold))
            {
                ReleaseUnheld();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void ReleaseUnheld()
    {
        if (_isClosed)
        {
            return;
        }

        var unheld = _releasable;
        foreach (var hold in _holds)
        {
            unheld = hold.Position < unheld ? hold.Position : unheld;
        }

        while (_segments.TryTakeBefore(unheld, _durable, out var number))
        {
            _preparer.Release(number);
        }
    }
}
