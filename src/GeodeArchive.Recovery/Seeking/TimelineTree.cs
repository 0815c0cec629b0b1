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
            RequireSound(before, timeline, child, end);
            var isNamed = only == child.TimelineId;
            if (only is null && StartsLate(child))
            {
                continue;
            }

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

    /// <summary>A timeline leaves another where that still was, and is later than it: else objects are lost, or files are forged.</summary>
    private void RequireSound(IReadOnlyList<LogStretch> before, TimelineId timeline, LogTimeline child, Lsn end)
    {
        var parent = _timelines.FirstOrDefault(other => other.TimelineId == timeline);
        var isRing = child.TimelineId == timeline || before.Any(stretch => stretch.Timeline == child.TimelineId);
        if (isRing || (parent is not null && child.Epoch <= parent.Epoch))
        {
            throw LogArchiveException.Damage(
                LogArchiveNames.Timeline(child.TimelineId).Text,
                FormatError.BadReference,
                "timeline",
                0,
                $"it cannot come from {timeline}");
        }

        if (child.Fork > end)
        {
            throw LogArchiveException.Damage(
                LogArchiveNames.Timeline(child.TimelineId).Text,
                FormatError.BadReference,
                "timeline",
                0,
                $"it leaves {timeline} at {child.Fork}, whose last object ends at {end}: objects behind that are missing");
        }
    }

    /// <summary>What was not archived from its fork on is no way for anybody who does not ask for it.</summary>
    private bool StartsLate(LogTimeline child)
    {
        var index = _indexOf(child.TimelineId);
        return index.HasObjects && index.Damage is null && index.Start > child.Fork;
    }
}
