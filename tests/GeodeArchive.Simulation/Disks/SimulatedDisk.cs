using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>
/// A file system in memory that keeps apart what programs see and what a power cut leaves, and that goes wrong on demand.
/// </summary>
/// <remarks>
/// <para>After <see cref="Crash"/>: bytes and lengths that were synced are there. Of the 512-byte sectors written since, any
/// subset is; the others hold what was there before, or zeros. A length not synced is the old one, the new one, or one between.
/// Names that their directory's sync made durable are there; of later changes any possible subset is, see
/// <see cref="NameJournal"/>. Mode, owner and times are the old or the new ones: <see cref="IFile.Sync"/> does not promise them.</para>
/// <para>Permissions are not enforced: the program runs as root. <see cref="SimulatedFault.Denied"/> refuses what a test wants
/// refused.</para>
/// </remarks>
public sealed partial class SimulatedDisk : IFileSystem
{
    private readonly Lock _lock = new();
    private readonly FaultPlan _faults = new();
    private readonly DirectoryNode _root;
    private readonly NameJournal _journal;
    private SimulatedMachine? _machine;
    private DateTimeOffset _detachedTime;
    private ulong _lastInode;

    /// <summary>Makes an empty disk.</summary>
    /// <param name="seed">Decides what the disk draws: what a faulty operation does, and in which order a directory lists.</param>
    public SimulatedDisk(ulong seed)
    {
        Random = new SeededRandom(seed);
        _detachedTime = SimulatedClock.DefaultStart;
        _journal = new NameJournal();
        var now = SimulatedClock.ToFileTime(_detachedTime);
        _root = new DirectoryNode(++_lastInode, new NodeAttributes(0x1ed, UserId: 0, GroupId: 0, now), now, parent: null);
    }

    /// <summary>Operations so far, failed ones too. Closing is none.</summary>
    public long OperationCount { get; private set; }

    /// <summary>Operations so far that could change what a crash leaves.</summary>
    public long MutationCount { get; private set; }

    /// <summary>Files and directories that are open: 0 after a program that closes what it opens.</summary>
    public int OpenHandleCount { get; private set; }

    /// <summary>True once the power went out: every operation throws <see cref="SimulatedCrashException"/>.</summary>
    public bool IsPoweredOff { get; private set; }

    /// <summary>Bytes that files may take in all; a write past it fails with <see cref="FileError.NoSpace"/>.</summary>
    public long CapacityBytes { get; set; } = long.MaxValue;

    /// <summary>Bytes that files take, in whole pages.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>How long each operation takes.</summary>
    public TimeSpan OperationDuration { get; set; } = TimeSpan.FromMicroseconds(20);

    internal SeededRandom Random { get; }

    /// <summary>When the next run begins: after all that happened on the disk.</summary>
    internal DateTimeOffset NextStart => _detachedTime + TimeSpan.FromSeconds(1);

    internal FileTime Now => SimulatedClock.ToFileTime(_machine?.Clock.GetUtcNow() ?? _detachedTime);

    internal NameJournal Journal => _journal;

    /// <summary>Plans a fault.</summary>
    public void AddFault(SimulatedFault fault) => _faults.Add(fault);

    /// <summary>Forgets all faults that still wait.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>The power goes out at the Nth operation from now (1 is the next): before it, or in the middle.</summary>
    public void CutPowerAtOperation(long number) => _faults.Add(new SimulatedFault(FaultKind.PowerCut) { SkipCount = number - 1 });

    /// <summary>
    /// The power goes out at the Nth operation from now that changes the disk. These are all the states that a crash can leave.
    /// </summary>
    public void CutPowerAtMutation(long number) =>
        _faults.Add(new SimulatedFault(FaultKind.PowerCut) { On = DiskOperations.Mutations, SkipCount = number - 1 });

    /// <summary>The power goes out now. Whoever runs on the machine finds out at the next call.</summary>
    public void CutPower()
    {
        IsPoweredOff = true;
        _machine?.Scheduler.Stop(() => new SimulatedCrashException());
    }

    /// <inheritdoc/>
    public IDirectory OpenDirectory(FilePath path) => Perform(
        DiskOperations.Open,
        "open",
        path.ToString(),
        _ => new SimulatedDirectory(this, Resolve(path), path.ToString()));

    /// <inheritdoc/>
    public FilePath ResolvePath(FilePath path) => Perform(DiskOperations.Open, "open", path.ToString(), _ => PathOf(Resolve(path)));

    internal void Attach(SimulatedMachine machine)
    {
        if (_machine is not null)
        {
            throw new InvalidOperationException("The disk is in another machine.");
        }

        _machine = machine;
    }

    internal void Detach()
    {
        _detachedTime = _machine?.Clock.GetUtcNow() ?? _detachedTime;
        _machine = null;
    }

    internal ulong NextInode() => ++_lastInode;

    internal void CountOpened() => OpenHandleCount++;

    internal void CountClosed()
    {
        lock (_lock)
        {
            OpenHandleCount--;
        }
    }

    /// <summary>Every operation comes through here: another worker may go first, the power may go out, a fault may strike.</summary>
    /// <param name="operation">Its kind.</param>
    /// <param name="verb">For messages.</param>
    /// <param name="path">What it is done to.</param>
    /// <param name="apply">Does it. Is given the fault that it must do wrong by, if there is one.</param>
    /// <param name="otherPath">The other name of a rename.</param>
    /// <param name="detail">What else tells two operations apart in the trace.</param>
    internal T Perform<T>(
        DiskOperations operation, string verb, string path, Func<SimulatedFault?, T> apply, string? otherPath = null, long detail = 0)
    {
        _machine?.Scheduler.Yield();
        lock (_lock)
        {
            Count(operation, path, detail);
            var fault = _faults.Take(operation, path, otherPath);
            if (fault?.Kind == FaultKind.PowerCut)
            {
                PerformWhilePowerGoes(operation, apply);
                throw new SimulatedCrashException();
            }

            // A failed write or sync does part of its work.
            if (fault?.Kind != FaultKind.Error || operation is DiskOperations.Write or DiskOperations.Sync)
            {
                return apply(fault);
            }

            // A network file system may do what it is asked to and lose the answer.
            if (operation == DiskOperations.Rename && fault.Error == FileError.Io && Random.OneIn(2))
            {
                apply(null);
            }

            throw new FileException(fault.Error, verb, path);
        }
    }

    /// <summary>Room for new pages, or <see cref="FileError.NoSpace"/>.</summary>
    internal bool HasRoomFor(long pageCount) => UsedBytes + (pageCount * FilePage.Size) <= CapacityBytes;

    internal void CountPages(SimulatedNode node, long difference)
    {
        if (node.LinkCount > 0)
        {
            UsedBytes += difference * FilePage.Size;
        }
    }

    /// <summary>Takes a name of a node away: with the last one its space is free.</summary>
    internal void Unlink(SimulatedNode node)
    {
        if (node.LinkCount == 1)
        {
            CountPages(node, -(node as RegularNode)?.Content.AllocatedPageCount ?? 0);
        }

        node.LinkCount--;
        node.Changed = Now;
    }

    /// <summary>Another regular file with bytes in it, for a write that goes astray; the same one if there is no other.</summary>
    internal RegularNode ChooseVictim(RegularNode intended)
    {
        var files = NodesBelow(_root).OfType<RegularNode>().Where(file => file.Size > 0).ToArray();
        return files.Length == 0 ? intended : files[Random.Next(files.Length)];
    }

    private void Count(DiskOperations operation, string path, long detail)
    {
        if (IsPoweredOff)
        {
            throw new SimulatedCrashException();
        }

        OperationCount++;
        if (DiskOperations.Mutations.HasFlag(operation))
        {
            MutationCount++;
        }

        if (_machine is { } machine)
        {
            machine.Clock.Advance(OperationDuration);
            machine.Trace.Record("disk", path, (long)operation, detail);
        }
        else
        {
            _detachedTime += OperationDuration;
        }
    }

    private void PerformWhilePowerGoes<T>(DiskOperations operation, Func<SimulatedFault?, T> apply)
    {
        // Done but not reported, or not done. A write that is done is still unsynced, so that any part of it may be left.
        if (DiskOperations.Mutations.HasFlag(operation) && Random.OneIn(2))
        {
            try
            {
                apply(null);
            }
            catch (FileException)
            {
                // It would have failed anyway.
            }
        }

        CutPower();
    }
}
