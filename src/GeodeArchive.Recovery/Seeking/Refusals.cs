using GeodeArchive.Format;
using GeodeArchive.Io.Time;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>What is said of targets that cannot be reached.</summary>
internal static class Refusals
{
    private const string LatestHint = "--target-latest recovers as far as the archive goes";

    /// <summary>Refuses a target that the base is behind of, where the base alone tells.</summary>
    public static void IfBeforeBase(RecoveryBase start, RecoveryTarget target)
    {
        var isBefore = target.Kind switch
        {
            RecoveryTargetKind.Time => start.Xid != Xid.None && target.IsExceededBy(start.TimeMax),
            RecoveryTargetKind.Xid => target.IsExclusive ? target.Xid <= start.Xid : target.Xid < start.Xid,
            RecoveryTargetKind.Lsn => target.IsExclusive ? target.Lsn <= start.Lsn : target.Lsn < start.Lsn,
            _ => false,
        };
        if (isBefore)
        {
            throw BeforeBase(start, target, after: start.Place);
        }
    }

    /// <summary>Several timelines hold it.</summary>
    public static TargetUnreachableException Ambiguous(
        IReadOnlyList<(TimelineId Timeline, CommitPlace Stop)> branches, RecoveryTarget target) =>
        new(
            UnreachableReason.Ambiguous,
            $"{Describe(target)} is on {branches.Count} timelines: "
                + string.Join("; ", branches.Select(branch => $"{branch.Timeline} at {Describe(branch.Stop)}")),
            "say which with --target-timeline")
        {
            Branches = branches,
        };

    /// <summary>No branch holds it.</summary>
    public static TargetUnreachableException Unreachable(IReadOnlyList<BranchOutcome> outcomes, RecoveryTarget target)
    {
        var nearest = outcomes.OrderByDescending(outcome => outcome.Before?.End ?? Lsn.Zero).First();
        if (nearest.Reason == UnreachableReason.BeforeBase)
        {
            return new TargetUnreachableException(
                UnreachableReason.BeforeBase, $"{Describe(target)} is before the base", "restore from an older backup")
            {
                After = nearest.After,
            };
        }

        if (target.Kind == RecoveryTargetKind.Name)
        {
            return new TargetUnreachableException(
                nearest.Reason,
                $"{Describe(target)} is not in the archive behind the base",
                "look at the name again: CREATE CHECKPOINT 'NAME' makes a recovery point; one before the backup needs an older backup");
        }

        var what = nearest.Reason == UnreachableReason.AfterEnd ? "is after what the archive covers" : "is not in the archive";
        return new TargetUnreachableException(
            nearest.Reason, $"{Describe(target)} {what}; {Nearest(nearest.Before, nearest.After)}", LatestHint)
        {
            Before = nearest.Before,
            After = nearest.After,
        };
    }

    private static TargetUnreachableException BeforeBase(RecoveryBase start, RecoveryTarget target, CommitPlace after) => new(
        UnreachableReason.BeforeBase,
        $"{Describe(target)} is before the base, which ends with {Describe(start.Place)}",
        "restore from an older backup")
    {
        After = after,
    };

    private static string Nearest(CommitPlace? before, CommitPlace? after)
    {
        var parts = new List<string>();
        if (before is { } earlier)
        {
            parts.Add($"the nearest before it is {Describe(earlier)}");
        }

        if (after is { } later)
        {
            parts.Add($"the nearest after it is {Describe(later)}");
        }

        return string.Join(", ", parts);
    }

    private static string Describe(CommitPlace place) => place.Exists
        ? $"LSN {place.End}, XID {place.Xid}, {Time(place.Time)}"
        : $"LSN {place.End}, before the first transaction";

    private static string Describe(RecoveryTarget target) => target.Kind switch
    {
        RecoveryTargetKind.Time => $"the time {Time(target.Time)}",
        RecoveryTargetKind.Xid => $"XID {target.Xid}",
        RecoveryTargetKind.Lsn => $"LSN {target.Lsn}",
        RecoveryTargetKind.Name => $"the recovery point '{target.Name}'",
        _ => "the end of the archive",
    };

    private static string Time(long nanoseconds) =>
        WallTime.ToDateTime(nanoseconds).ToString("yyyy-MM-dd HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
