namespace GeodeArchive.Store.Transactions;

/// <summary>The changes of a transaction to nodes, or to relationships; small while there are few.</summary>
internal sealed class RowChanges
{
    private const int SearchedCountMax = 8;

    private RowChange[] _changes = [];
    private Dictionary<long, int>? _places;
    private bool _isAscending = true;

    /// <summary>Rows that are changed, those included that came and went.</summary>
    public int Count { get; private set; }

    /// <summary>Whether one is not new, so that another transaction may have changed it.</summary>
    public bool HasOld { get; private set; }

    /// <summary>What of rows there is more.</summary>
    public long Difference { get; private set; }

    /// <summary>The changes, in no given order.</summary>
    public ReadOnlySpan<RowChange> All => _changes.AsSpan(0, Count);

    /// <summary>Changes a row, in place of what was done to it before.</summary>
    public void Set(RowChange change)
    {
        if (Find(change.Id) is var place && place >= 0)
        {
            Difference += change.Difference - _changes[place].Difference;
            _changes[place] = change;
            return;
        }

        if (Count == _changes.Length)
        {
            Array.Resize(ref _changes, Math.Max(2, 2 * Count));
        }

        _isAscending &= Count == 0 || _changes[Count - 1].Id < change.Id;
        _changes[Count] = change;
        _places?.Add(change.Id, Count);
        Count++;
        HasOld |= !change.IsNew;
        Difference += change.Difference;
    }

    /// <summary>What was done to a row.</summary>
    public bool TryGet(long id, out RowChange change)
    {
        var place = Find(id);
        change = place < 0 ? default : _changes[place];
        return place >= 0;
    }

    /// <summary>A change by its place.</summary>
    public RowChange At(int index) => _changes[index];

    /// <summary>Brings them into the order of their ids.</summary>
    public void Sort()
    {
        if (!_isAscending)
        {
            _changes.AsSpan(0, Count).Sort(static (left, right) => left.Id.CompareTo(right.Id));
            _places = null;
            _isAscending = true;
        }
    }

    private int Find(long id)
    {
        if (_isAscending)
        {
            return Count == 0 || id > _changes[Count - 1].Id ? -1 : Search(id);
        }

        if (_places is null)
        {
            if (Count <= SearchedCountMax)
            {
                return SearchAll(id);
            }

            _places = new Dictionary<long, int>(2 * Count);
            for (var index = 0; index < Count; index++)
            {
                _places.Add(_changes[index].Id, index);
            }
        }

        return _places.TryGetValue(id, out var place) ? place : -1;
    }

    private int SearchAll(long id)
    {
        for (var index = 0; index < Count; index++)
        {
            if (_changes[index].Id == id)
            {
                return index;
            }
        }

        return -1;
    }

    private int Search(long id)
    {
        var low = 0;
        var high = Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_changes[middle].Id == id)
            {
                return middle;
            }

            (low, high) = _changes[middle].Id < id ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
