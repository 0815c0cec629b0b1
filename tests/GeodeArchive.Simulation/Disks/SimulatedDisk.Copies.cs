namespace GeodeArchive.Simulation.Disks;

/// <summary>What is left after a crash, and snapshots.</summary>
public sealed partial class SimulatedDisk
{
    private SimulatedDisk(SimulatedDisk original, ulong seed, DirectoryNode root, NameJournal journal)
    {
        Random = new SeededRandom(seed);
        _detachedTime = original._machine?.Clock.GetUtcNow() ?? original._detachedTime;
        _lastInode = original._lastInode;
        _root = root;
        _journal = journal;
        CapacityBytes = original.CapacityBytes;
        UsedBytes = CountUsedBytes(root);
    }

    /// <summary>
    /// The disk as it may be found when the power is back, in one of many ways: <paramref name="seed"/> chooses. Changes
    /// nothing here, so that one crash can be looked at in many ways. The new disk has power, counters at 0 and no faults.
    /// </summary>
    public SimulatedDisk Crash(ulong seed)
    {
        lock (_lock)
        {
            var random = new SeededRandom(SeededRandom.Derive(seed, "crash"));
            var copier = new DiskCopier(_journal.Crash(random), random);
            var root = (DirectoryNode)copier.Copy(_root);
            root.LinkCount = 1;
            return new SimulatedDisk(this, seed, root, new NameJournal());
        }
    }

    /// <summary>
    /// A disk in the same state, unsynced changes and all, with power, counters at 0 and no faults. Cheap: bytes are shared until
    /// they change. Also what a program finds that was killed while the machine ran on.
    /// </summary>
    public SimulatedDisk Clone(ulong seed)
    {
        lock (_lock)
        {
            var copier = new DiskCopier();
            var root = (DirectoryNode)copier.Copy(_root);
            return new SimulatedDisk(this, seed, root, _journal.Clone(copier.Copy));
        }
    }

    private static long CountUsedBytes(DirectoryNode root) => NodesBelow(root).OfType<RegularNode>().Distinct().Sum(file => file.AllocatedSize);
}
