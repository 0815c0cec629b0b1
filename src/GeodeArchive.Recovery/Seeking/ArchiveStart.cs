using GeodeArchive.Format;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>Where an archive begins: the base of who has no backup in mind.</summary>
internal static class ArchiveStart
{
    /// <summary>The start of the timeline that the others come from.</summary>
    /// <param name="timelines">Those of the archive.</param>
    /// <param name="only">One that is to be reached; null for any.</param>
    /// <param name="indexOf">Gives their indexes.</param>
    /// <exception cref="TargetUnreachableException">There is none, or there are several.</exception>
    public static RecoveryBase Find(IReadOnlyList<LogTimeline> timelines, TimelineId? only, Func<TimelineId, TimelineIndex> indexOf)
    {
        var roots = timelines.Where(timeline => Parent(timelines, timeline) is null).ToList();
        if (only is { } named)
        {
            roots = [.. timelines.Where(timeline => timeline.TimelineId == named).Select(timeline => Root(timelines, timeline))];
        }

        if (timelines.Count == 0)
        {
            throw new TargetUnreachableException(
                UnreachableReason.NotFound, "the WAL archive holds no log yet", "see whether the server archives to this directory");
        }

        if (roots.Count != 1)
        {
            throw new TargetUnreachableException(
                roots.Count == 0 ? UnreachableReason.NotFound : UnreachableReason.Ambiguous,
                roots.Count == 0
                    ? $"there is no timeline {only} in the archive"
                    : $"{roots.Count} timelines of the archive come from none: {string.Join(", ", roots.Select(root => root.TimelineId))}",
                roots.Count == 0 ? "leave out --target-timeline" : "say which with --target-timeline");
        }

        var timeline = roots[0];
        var index = indexOf(timeline.TimelineId);
        return new RecoveryBase(timeline.TimelineId, index.HasObjects ? index.Start : timeline.Fork, Xid.None, long.MinValue);
    }

    private static LogTimeline Root(IReadOnlyList<LogTimeline> timelines, LogTimeline timeline)
    {
        // As many steps as there are timelines: a ring has no end.
        for (var steps = 0; steps < timelines.Count && Parent(timelines, timeline) is { } parent; steps++)
        {
            timeline = parent;
        }

        return timeline;
    }

    private static LogTimeline? Parent(IReadOnlyList<LogTimeline> timelines, LogTimeline timeline) =>
        timelines.FirstOrDefault(other => other.TimelineId == timeline.ParentId);
}
