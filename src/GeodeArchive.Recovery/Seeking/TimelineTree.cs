using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>The ways that lead from a base through the timelines of an archive.</summary>
internal sealed class TimelineTree
{
    private readonly IReadOnlyList<LogTimeline> _timelines;
    private readonly Func<TimelineId, TimelineIndex> _indexOf;
    private readonly RecoveryBase _base;

    public TimelineTree(IReadOnlyList<LogTimeline> timelines, Func<TimelineId, TimelineIndex> indexOf, RecoveryBase start)
    {
        _timelines = timelines;
        _indexOf = indexOf;
        _base = start;
    }

    /// <summary>All ways; with a timeline only that to its end.</summary>
    /// <exception cref="TargetUnreachableException">There is no way to the timeline, or none at all.</exception>
    public IReadOnlyList<Branch> Branches(TimelineId? only)
    {
        var branches = new List<Branch>();
        Add([], _base.Timeline, _base.Lsn, only, branches);
        return branches.Count > 0
            ? branches
            : throw new TargetUnreachableException(
                UnreachableReason.NotFound,
                $"no timeline {only} goes on from the base at {_base.Lsn} of timeline {_base.Timeline}",
                "leave out --target-timeline, or name an older backup");
    }

    private void Add(IReadOnlyList<LogStretch> before, TimelineId timeline, Lsn from, TimelineId? only, List<Branch> branches)
    {
        var index = _indexOf(timeline);
        if (index.HasObjects && index.Start > from && index.Damage is null)
        {
            throw new TargetUnreachableException(
                UnreachableReason.Gap,
                $"the archive of timeline {timeline} starts at {index.Start}; what is between {from} and there was never archived",
                "use a newer backup");
        }

        var end = Lsn.Max(from, index.End);
        var isLeft = false;
        foreach (var child in _timelines.Where(child => child.ParentId == timeline && child.Fork >= from))
        {
            var isNamed = only == child.TimelineId;
            if (child.Fork <= end && (isNamed || _indexOf(child.TimelineId).HasObjects))
            {
                // What was archived behind the fork makes it a way of its own.
                isLeft |= child.Fork >= end && index.Damage is null;
                Add([.. before, new LogStretch(timeline, from, child.Fork)], child.TimelineId, child.Fork, only, branches);
            }
        }

        if (only is null ? !isLeft : only == timeline)
        {
            branches.Add(new Branch([.. before, new LogStretch(timeline, from, end)]));
        }
    }
}
