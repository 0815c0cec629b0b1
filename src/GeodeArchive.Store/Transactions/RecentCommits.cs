using GeodeArchive.Format;

namespace GeodeArchive.Store.Transactions;

/// <summary>
/// What recent commits changed, for as long as a transaction that began before them may commit. Under the commit gate. Bounded: when there
/// is too much, the oldest is forgotten, and transactions from before that are refused.
/// </summary>
internal sealed class RecentCommits(int countMax)
{
    private readonly Dictionary<RowKey, Xid> _last = [];
    private readonly Queue<(Xid Xid, RowKey Key)> _order = [];
    private readonly SortedDictionary<Xid, int> _active = [];

    /// <summary>Commits up to this may have been forgotten.</summary>
    public Xid Forgotten { get; private set; }

    /// <summary>A transaction that may commit later begins to read what commits up to <paramref name="xid"/> left.</summary>
    public void Begin(Xid xid) => _active[xid] = _active.GetValueOrDefault(xid) + 1;

    /// <summary>It has ended.</summary>
    public void End(Xid xid)
    {
        if (--_active[xid] == 0)
        {
            _active.Remove(xid);
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
        var oldest = applied;
        foreach (var (xid, _) in _active)
        {
            oldest = xid < applied ? xid : applied;
            break;
        }

        while (_order.TryPeek(out var first) && first.Xid <= oldest)
        {
            Forget();
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
