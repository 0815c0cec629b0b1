using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>
/// Changes of names that no sync of their directory has made durable. A crash keeps any subset of them that is possible: the
/// changes of one name keep their order, a rename is kept or lost as a whole, and no file falls between a directory that it
/// left and one that is not there yet.
/// </summary>
internal sealed class NameJournal
{
    private readonly List<NameChange> _pending;

    internal NameJournal() => _pending = [];

    private NameJournal(List<NameChange> pending) => _pending = pending;

    /// <summary>Notes a change that programs see already.</summary>
    /// <param name="home">The directory whose sync makes it durable.</param>
    /// <param name="slots">The names.</param>
    /// <param name="removed">The directory that this change takes away, if it does.</param>
    /// <param name="isMove">True for a rename: the place it moves to must be there for it to be kept.</param>
    internal void Add(DirectoryNode home, IReadOnlyList<NameSlot> slots, DirectoryNode? removed, bool isMove)
    {
        var path = isMove ? home.SelfAndAncestors().ToArray() : [];
        var before = _pending.Where(earlier =>
            slots.Any(slot => earlier.Touches(slot.Directory, slot.Name))
            || (removed is not null && earlier.TouchesAnyOf(removed))
            || path.Any(earlier.Places)).ToArray();
        _pending.Add(new NameChange { Slots = slots, Home = home, Before = before });
    }

    /// <summary>Makes the changes of a directory durable, and those that must come before them.</summary>
    internal void Sync(DirectoryNode directory)
    {
        var heldBack = new HashSet<NameChange>();
        var due = new HashSet<NameChange>();
        foreach (var change in _pending)
        {
            if (change.IsAbandoned || change.Before.Any(heldBack.Contains))
            {
                heldBack.Add(change);
            }
            else if (change.Home == directory)
            {
                Collect(change, due);
            }
        }

        foreach (var change in _pending.Where(due.Contains))
        {
            Apply(change, slotDirectory => slotDirectory.Durable);
            change.IsDurable = true;
        }

        _pending.RemoveAll(due.Contains);
    }

    /// <summary>A sync of a directory that failed: its changes stay as they are, and later syncs leave them so.</summary>
    internal void FailSync(DirectoryNode directory)
    {
        foreach (var change in _pending.Where(change => change.Home == directory))
        {
            change.IsAbandoned = true;
        }
    }

    /// <summary>The names on the medium after a crash, in one of the ways that they may be. Changes nothing here.</summary>
    internal Func<DirectoryNode, SortedDictionary<FileName, SimulatedNode>> Crash(SeededRandom random)
    {
        var names = new Dictionary<DirectoryNode, SortedDictionary<FileName, SimulatedNode>>();
        int[] percents = [0, 20, 50, 80, 100];
        var percent = percents[random.Next(percents.Length)];
        var lost = new HashSet<NameChange>();
        foreach (var change in _pending)
        {
            if (change.Before.Any(lost.Contains) || !random.Percent(percent))
            {
                lost.Add(change);
            }
            else
            {
                Apply(change, Names);
            }
        }

        return Names;

        SortedDictionary<FileName, SimulatedNode> Names(DirectoryNode directory)
        {
            if (!names.TryGetValue(directory, out var copy))
            {
                copy = new SortedDictionary<FileName, SimulatedNode>(directory.Durable);
                names.Add(directory, copy);
            }

            return copy;
        }
    }

    /// <summary>The same changes of copied nodes.</summary>
    internal NameJournal Clone(Func<SimulatedNode, SimulatedNode> copyOf)
    {
        var copies = new Dictionary<NameChange, NameChange>();
        foreach (var change in _pending)
        {
            copies.Add(change, new NameChange
            {
                Slots = [.. change.Slots.Select(slot => new NameSlot(
                    (DirectoryNode)copyOf(slot.Directory), slot.Name, slot.After is null ? null : copyOf(slot.After)))],
                Home = (DirectoryNode)copyOf(change.Home),
                Before = [.. change.Before.Where(copies.ContainsKey).Select(earlier => copies[earlier])],
                IsAbandoned = change.IsAbandoned,
            });
        }

        return new NameJournal([.. copies.Values]);
    }

    private static void Apply(NameChange change, Func<DirectoryNode, SortedDictionary<FileName, SimulatedNode>> namesOf)
    {
        foreach (var slot in change.Slots)
        {
            if (slot.After is null)
            {
                namesOf(slot.Directory).Remove(slot.Name);
            }
            else
            {
                namesOf(slot.Directory)[slot.Name] = slot.After;
            }
        }
    }

    private static void Collect(NameChange change, HashSet<NameChange> due)
    {
        if (!change.IsDurable && due.Add(change))
        {
            foreach (var earlier in change.Before)
            {
                Collect(earlier, due);
            }
        }
    }
}
