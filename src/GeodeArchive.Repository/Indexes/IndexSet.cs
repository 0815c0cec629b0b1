namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Open indexes that workers look into while another set may take their place. Sets may share indexes: each is given back when the last
/// set that has it was retired and nobody looks into that set any more. Entering and leaving take no gate; workers count themselves in
/// places of their own, so that they do not wait for each other's caches.
/// </summary>
internal sealed class IndexSet
{
    private const int PlaceCount = 16;

    /// <summary>One counter a cache line.</summary>
    private const int PlaceLength = 64 / sizeof(int);

    private readonly int[] _users = new int[(PlaceCount + 1) * PlaceLength];
    private bool _isRetired;
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
    /// Keeps the indexes as they are until <see cref="Use.Dispose"/>; false when the set was retired: another has taken its place.
    /// </summary>
    public bool TryEnter(out Use use)
    {
        // One place a worker for any usual number of workers. The first line has the array's length, which all of them read.
        var place = ((Environment.CurrentManagedThreadId % PlaceCount) + 1) * PlaceLength;
        Interlocked.Increment(ref _users[place]);
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

        LetGoIfUnused();
    }

    private void Leave(int place)
    {
        Interlocked.Decrement(ref _users[place]);
        if (Volatile.Read(ref _isRetired))
        {
            LetGoIfUnused();
        }
    }

    /// <summary>
    /// Who comes in from now on sees that the set is retired, and leaves: a counter that is found zero stands for nobody who looks.
    /// </summary>
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
