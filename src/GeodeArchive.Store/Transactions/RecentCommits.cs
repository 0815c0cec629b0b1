using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Store.Transactions;

/// <summary>
/// What recent commits changed, for as long as a transaction that began before them may commit. Bounded: when there is too much, the oldest
/// is forgotten, and transactions from before that are refused.
/// </summary>
/// <remarks>
/// Changes are noted and looked for under the commit gate, which a commit holds while it waits for room in the log. Transactions begin and
/// end under a gate of their own, so that they do not wait for that.
/// </remarks>
internal sealed class RecentCommits(IScheduler scheduler, int countMax)
{
    private readonly IGate _gate = scheduler.CreateGate();
    private readonly Dictionary<RowKey, Xid> _last = [];
    private readonly Queue<(Xid Xid, RowKey Key)> _order = [];
    private readonly SortedDictionary<Xid, int> _active = [];

    /// <summary>Commits up to this may have been forgotten.</summary>
    public Xid Forgotten { get; private set; }

    /// <summary>A transaction that may commit later begins to read.</summary>
    /// <param name="applied">Tells what can be read at least; asked under the gate.</param>
    public Xid Begin(Func<Xid> applied)
    {
        _gate.Enter();
        try
        {
            var xid = applied();
            _active[xid] = _active.GetValueOrDefault(xid) + 1;
            return xid;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>It has ended.</summary>
    public void End(Xid xid)
    {
        _gate.Enter();
        try
        {
            if (--_active[xid] == 0)
            {
                _active.Remove(xid);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Notes a change of a commit.</summary>
    public void Note(Xid xid, RowKey key)
    {
        _last[key] = xid;
        _order.Enqueue((xid, key));
        if (_order.Count > countMax)
        {
            Forget();
        }
    }

    /// <summary>Whether a commit after <paramref name="xid"/> changed it.</summary>
    public bool IsChangedAfter(Xid xid, RowKey key) => _last.TryGetValue(key, out var last) && last > xid;

    /// <summary>Forgets what no transaction can need: all that is applied and older than the oldest that is active.</summary>
    public void Prune(Xid applied)
    {
        if (!_order.TryPeek(out var first) || first.Xid > applied)
        {
            return;
        }

        var oldest = Oldest(applied);
        while (_order.TryPeek(out first) && first.Xid <= oldest)
        {
            Forget();
        }
    }

    /// <summary>Up to where nobody reads: who begins now reads what is applied, or later.</summary>
    private Xid Oldest(Xid applied)
    {
        _gate.Enter();
        try
        {
            foreach (var (xid, _) in _active)
            {
                return xid < applied ? xid : applied;
            }

            return applied;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Forget()
    {
        var (xid, key) = _order.Dequeue();
        Forgotten = xid;
        if (_last.TryGetValue(key, out var last) && last == xid)
        {
            _last.Remove(key);
        }
    }
}
