using GeodeArchive.Format;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Wal;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>
/// Finds where recovery stops, and what it replays, before anything is written: along the base's timeline and all that leave its way after
/// the base.
/// </summary>
public sealed class TargetResolver
{
    private readonly LogArchive _archive;
    private readonly bool _usesIndex;

    /// <summary>Makes a resolver.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="usesIndex">False: reads every record instead, which gives the same answers.</param>
    public TargetResolver(LogArchive archive, bool usesIndex = true)
    {
        _archive = archive;
        _usesIndex = usesIndex;
    }

    /// <summary>Finds a target.</summary>
    /// <param name="start">The base.</param>
    /// <param name="target">The target.</param>
    /// <exception cref="TargetUnreachableException">It cannot be reached from the base.</exception>
    /// <exception cref="LogArchiveException">The archive cannot be read.</exception>
    public ResolvedTarget Resolve(RecoveryBase start, RecoveryTarget target)
    {
        if (target.Kind == RecoveryTargetKind.Immediate)
        {
            return new ResolvedTarget([], start.Timeline, start.Place, new ReadCount(), []);
        }

        return Search(start, target);
    }

    /// <summary>Finds a target from where the archive begins.</summary>
    /// <inheritdoc cref="Resolve(RecoveryBase, RecoveryTarget)"/>
    public ResolvedTarget Resolve(RecoveryTarget target) => Search(null, target);

    /// <summary>
    /// Looks, by their names, whether all objects on the way to a target are there: who recovers needs them, whoever only looks for the
    /// place
    /// does not. A listing and a read for each group.
    /// </summary>
    /// <exception cref="LogArchiveException">One is missing; or the archive cannot be read.</exception>
    public void RequireObjects(ResolvedTarget target)
    {
        using var access = new ArchiveAccess(_archive);
        foreach (var stretch in target.Path)
        {
            TimelineIndex.Load(access, stretch.Timeline).RequireObjects(stretch.From, stretch.To);
        }
    }

    private ResolvedTarget Search(RecoveryBase? known, RecoveryTarget target)
    {
        using var access = new ArchiveAccess(_archive);
        var notes = new List<string>();
        var indexes = new Dictionary<TimelineId, TimelineIndex>();
        TimelineIndex IndexOf(TimelineId timeline)
        {
            if (!indexes.TryGetValue(timeline, out var index))
            {
                index = TimelineIndex.Load(access, timeline);
                indexes.Add(timeline, index);
            }

            return index;
        }

        // Where it is said which way to go, a timeline that cannot be read may be another way.
        List<LogArchiveException>? damages = target.Timeline is null ? null : [];
        var timelines = LogArchive.TimelineFiles(access, damages);
        notes.AddRange(damages?.Select(damage => $"a timeline was passed over: {damage.Message}") ?? []);
        var start = known ?? ArchiveStart.Find(timelines, target.Timeline, IndexOf);
        Refusals.IfBeforeBase(start, target);
        var branches = new TimelineTree(timelines, IndexOf, start).Branches(target.Timeline);
        var outcomes = branches.Select(branch => Find(access, IndexOf, branch, start, target, notes)).ToList();
        return Choose(outcomes, start, target, access.Count, notes);
    }

    private BranchOutcome Find(
        ArchiveAccess access,
        Func<TimelineId, TimelineIndex> indexOf,
        Branch branch,
        RecoveryBase start,
        RecoveryTarget target,
        List<string> notes)
    {
        var damaged = branch.Stretches.Select(stretch => indexOf(stretch.Timeline).Damage).FirstOrDefault(damage => damage is not null);
        if (_usesIndex && damaged is null)
        {
            try
            {
                return new IndexedSearch(access, indexOf, start, target).Find(branch);
            }
            catch (LogArchiveException damage) when (damage.IsDamage)
            {
                damaged = damage;
            }
        }

        // What only the index needs may be damaged and the way to the target whole.
        var outcome = Scan(access, branch, start, target);
        if (damaged is not null)
        {
            notes.Add($"the target was found by reading all records, as an index is damaged: {damaged.Message}");
        }

        return outcome;
    }

    private static BranchOutcome Scan(ArchiveAccess access, Branch branch, RecoveryBase start, RecoveryTarget target)
    {
        try
        {
            return new NaiveScan(access, start, target).Find(branch);
        }
        catch (LogException error)
        {
            throw LogArchiveException.From(error);
        }
    }

    private static ResolvedTarget Choose(
        IReadOnlyList<BranchOutcome> outcomes, RecoveryBase start, RecoveryTarget target, ReadCount cost, IReadOnlyList<string> notes)
    {
        var found = outcomes.Where(outcome => outcome.Stop is not null)
            .Select(outcome => (outcome.Branch, Stop: outcome.Stop!.Value))
            .DistinctBy(answer => (TimelineOf(answer.Branch, answer.Stop, start), answer.Stop))
            .ToList();
        if (found.Count == 0)
        {
            throw Refusals.Unreachable(outcomes, target);
        }

        if (found.Count > 1)
        {
            throw Refusals.Ambiguous([.. found.Select(answer => (answer.Branch.Last, answer.Stop))], target);
        }

        var (branch, stop) = found[0];
        return new ResolvedTarget(branch.UpTo(stop.End), TimelineOf(branch, stop, start), stop, cost, notes);
    }

    private static TimelineId TimelineOf(Branch branch, CommitPlace stop, RecoveryBase start) =>
        stop.End == start.Lsn ? start.Timeline : branch.TimelineOf(stop.End);
}
