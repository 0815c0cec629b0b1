namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Open indexes that workers look into while another set may take their place. Sets may share indexes: each is given back when the last
/// set that has it was retired and nobody looks into that set any more. Entering and leaving take no gate and, in the usual number of
/// workers, no instruction that waits for memory: the processor goes on to the next look-up while it waits for the filter of this one. The
/// price is paid by who retires a set, with a barrier that all threads of the process run through.
/// </summary>
internal sealed class IndexSet
{
    /// <summary>Threads with a smaller number, which no two have at a time, count in a place of their own.</summary>
    private const int OwnPlaceCount = 64;

    /// <summary>One counter a cache line.</summary>
    private const int PlaceLength = 64 / sizeof(int);

    /// <summary>The first line has the array's length, which all of them read; all other threads share the last.</summary>
    private readonly int[] _users = new int[(OwnPlaceCount + 2) * PlaceLength];
    private bool _isRetired;
    private bool _isClosed;
    private bool _isLetGo;

    /// <summary>Takes indexes, which sets that are not retired may have as well.</summary>
    public IndexSet(IEnumerable<IndexReader> readers)
    {
        Readers = [.. readers];
        Array.ForEach(Readers, reader => reader.AddHolder());
    }

    /// <summary>The indexes. To look into them, <see cref="TryEnter"/> first.</summary>
    public IndexReader[] Readers { get; }

    /// <summary>
    /// Keeps the indexes as they are until <see cref="Use.Dispose"/>, which the same thread calls; false when the set was retired: another
    /// has taken its place.
    /// </summary>
    public bool TryEnter(out Use use)
    {
        var place = Math.Min(Environment.CurrentManagedThreadId, OwnPlaceCount) + 1;
        Count(place, 1);
        if (!Volatile.Read(ref _isRetired))
        {
            use = new Use(this, place);
            return true;
        }

        Leave(place);
        use = default;
        return false;
    }

    /// <summary>Lets nobody in any more, and lets go of the indexes once nobody looks. Called once.</summary>
    public void Retire()
    {
        if (Interlocked.Exchange(ref _isRetired, true))
        {
            throw new InvalidOperationException("the indexes were retired already");
        }

        // Whoever has come in has counted itself by now, for all to see; everybody else finds that the set is retired.
        Interlocked.MemoryBarrierProcessWide();
        Volatile.Write(ref _isClosed, true);

        // Whoever has left without seeing that has taken back its count by now; everybody else looks whether it was the last.
        Interlocked.MemoryBarrierProcessWide();
        LetGoIfUnused();
    }

    private void Leave(int place)
    {
        Count(place, -1);
        if (Volatile.Read(ref _isClosed))
        {
            // Of two that leave at once, one sees that the other has left.
            Interlocked.MemoryBarrier();
            LetGoIfUnused();
        }
    }

    private void Count(int place, int change)
    {
        ref var users = ref _users[place * PlaceLength];
        if (place <= OwnPlaceCount)
        {
            Volatile.Write(ref users, users + change);
        }
        else
        {
            Interlocked.Add(ref users, change);
        }
    }

    /// <summary>Whoever comes in now only leaves again: a counter that is found zero stands for nobody who looks.</summary>
    private void LetGoIfUnused()
    {
        for (var place = PlaceLength; place < _users.Length; place += PlaceLength)
        {
            if (Volatile.Read(ref _users[place]) != 0)
            {
                return;
            }
        }

        if (!Interlocked.Exchange(ref _isLetGo, true))
        {
            Array.ForEach(Readers, reader => reader.RemoveHolder());
        }
    }

    /// <summary>Somebody looks into the indexes.</summary>
    public readonly ref struct Use(IndexSet set, int place)
    {
        /// <summary>Does not look any more.</summary>
        public void Dispose() => set?.Leave(place);
    }
}
