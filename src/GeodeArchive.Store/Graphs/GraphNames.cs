using System.Collections.Concurrent;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Store.Graphs;

/// <summary>
/// The names of a graph and their numbers, all in memory. A number is given when a transaction first uses a name, and is in the log with
/// the
/// first that commits; one that none commits is not given again before the store is opened the next time. Safe for many workers.
/// </summary>
internal sealed class GraphNames(IScheduler scheduler)
{
    private readonly IGate _gate = scheduler.CreateGate();
    private readonly ConcurrentDictionary<(NameKind Kind, string Name), GraphNameEntry> _byName = new();
    private readonly ConcurrentDictionary<(NameKind Kind, uint Number), GraphNameEntry> _byNumber = new();
    private readonly uint[] _last = new uint[(int)NameKind.PropertyKey + 1];
    private int _unloggedCount;

    /// <summary>Whether numbers were given that no commit in the log holds.</summary>
    public bool HasUnlogged => Volatile.Read(ref _unloggedCount) > 0;

    public bool TryGet(NameKind kind, string name, out GraphNameEntry entry) => _byName.TryGetValue((kind, name), out entry!);

    public bool TryGet(NameKind kind, uint number, out GraphNameEntry entry) => _byNumber.TryGetValue((kind, number), out entry!);

    /// <summary>The entry of a name, with a new number if it has none.</summary>
    /// <exception cref="StoreException">All numbers are given.</exception>
    public GraphNameEntry GetOrAdd(NameKind kind, string name)
    {
        if (_byName.TryGetValue((kind, name), out var known))
        {
            return known;
        }

        var bytes = GraphName.Encode(name);
        _gate.Enter();
        try
        {
            if (_byName.TryGetValue((kind, name), out known))
            {
                return known;
            }

            if (_last[(int)kind] == uint.MaxValue)
            {
                throw new StoreException(StoreError.TooLarge, "there are no more numbers for names");
            }

            Interlocked.Increment(ref _unloggedCount);
            return Add(new GraphNameEntry(kind, ++_last[(int)kind], name, bytes));
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Notes what the log or the tree says.</summary>
    /// <returns>False if a name or a number is another's.</returns>
    public bool TryNote(NameKind kind, uint number, string name, ReadOnlySpan<byte> bytes, out GraphNameEntry entry)
    {
        _gate.Enter();
        try
        {
            if (_byName.TryGetValue((kind, name), out entry!))
            {
                return entry.Number == number;
            }

            if (_byNumber.ContainsKey((kind, number)))
            {
                return false;
            }

            entry = Add(new GraphNameEntry(kind, number, name, bytes.ToArray()));
            _last[(int)kind] = Math.Max(_last[(int)kind], number);
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>A commit in the log holds a name that was given a number here. Under the commit gate.</summary>
    public void NoteLogged(GraphNameEntry entry)
    {
        if (!entry.IsLogged)
        {
            entry.IsLogged = true;
            Interlocked.Decrement(ref _unloggedCount);
        }
    }

    /// <summary>Numbers up to this were given before.</summary>
    public void SkipThrough(NameKind kind, uint number) => _last[(int)kind] = Math.Max(_last[(int)kind], number);

    private GraphNameEntry Add(GraphNameEntry entry)
    {
        _byNumber[(entry.Kind, entry.Number)] = entry;
        _byName[(entry.Kind, entry.Name)] = entry;
        return entry;
    }
}
