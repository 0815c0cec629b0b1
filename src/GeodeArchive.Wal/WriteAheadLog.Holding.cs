using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Time;

namespace GeodeArchive.Wal;

/// <content>What keeps segments from being given back.</content>
public sealed partial class WriteAheadLog
{
    private readonly List<LogHold> _holds = [];

    // Whether or not somebody archives now, what is not archived is kept.
    private Lsn? _archived;

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

    /// <summary>Up to where the log is archived; null if it never was. What is behind is kept, over restarts, until it is.</summary>
    public Lsn? Archived
    {
        get
        {
            _gate.Enter();
            var archived = _archived;
            _gate.Exit();
            return archived;
        }
    }

    /// <summary>Notes that all before a place is durable in an archive. For one worker at a time.</summary>
    /// <exception cref="LogException">It cannot be noted; then more is kept than must be.</exception>
    public void NoteArchived(Lsn lsn)
    {
        try
        {
            var note = new LogCovered
            {
                DatabaseId = Timeline.DatabaseId, TimelineId = Timeline.TimelineId, Lsn = lsn, Time = WallTime.Now(_machine.Clock),
            };
            _directory.WriteArchived(note, isFirst: _archived is null);
        }
        catch (FileException error)
        {
            throw LogException.From(error);
        }

        _gate.Enter();
        try
        {
            _archived = lsn;
            ReleaseUnheld();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>The log is not to be archived any more: what is not archived is given back as if it were.</summary>
    /// <exception cref="LogException">It cannot be noted.</exception>
    public void ForgetArchive()
    {
        try
        {
            _directory.DeleteArchived();
        }
        catch (FileException error)
        {
            throw LogException.From(error);
        }

        _gate.Enter();
        _archived = null;
        ReleaseUnheld();
        _gate.Exit();
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

        var unheld = _archived < _releasable ? _archived.Value : _releasable;
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
