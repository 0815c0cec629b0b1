using GeodeArchive.Format;
using GeodeArchive.Recovery.Reading;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>Finds targets on a branch through the indexes of its timelines.</summary>
internal sealed class IndexedSearch
{
    private readonly ArchiveAccess _access;
    private readonly Func<TimelineId, TimelineIndex> _indexOf;
    private readonly RecoveryBase _base;
    private readonly RecoveryTarget _target;

    public IndexedSearch(ArchiveAccess access, Func<TimelineId, TimelineIndex> indexOf, RecoveryBase start, RecoveryTarget target)
    {
        _access = access;
        _indexOf = indexOf;
        _base = start;
        _target = target;
    }

    public BranchOutcome Find(Branch branch) => _target.Kind switch
    {
        RecoveryTargetKind.Time => FindTime(branch),
        RecoveryTargetKind.Xid => FindXid(branch),
        RecoveryTargetKind.Lsn => FindLsn(branch),
        RecoveryTargetKind.Name => FindName(branch),
        _ => BranchOutcome.Found(branch, LastOf(branch)),
    };

    /// <summary>The last commit of a branch, of whose end the archive says nothing else.</summary>
    private CommitPlace LastOf(Branch branch)
    {
        ArchiveEnd.Require(_access, branch.Last, branch.End);
        return LastUpTo(branch, branch.End);
    }

    private BranchOutcome FindTime(Branch branch)
    {
        var found = FindFirst(branch, granule => _target.IsExceededBy(granule.TimeLast), commit => _target.IsExceededBy(commit.Time));
        if (found is { } exceeding)
        {
            return BranchOutcome.Found(branch, exceeding.Before);
        }

        var last = LastOf(branch);
        return IsCovered(branch, last)
            ? BranchOutcome.Found(branch, last)
            : BranchOutcome.Missed(branch, UnreachableReason.AfterEnd, last);
    }

    /// <summary>Whether nothing that was committed up to the time is missing, though no later commit says so.</summary>
    private bool IsCovered(Branch branch, CommitPlace last) =>
        _base.TimeMax == _target.Time
        || (ArchiveEnd.Require(_access, branch.Last, branch.End) is { } covered && covered.Time >= _target.Time && covered.Lsn >= last.End)
        || FindFirst(branch, granule => granule.TimeLast >= _target.Time, commit => commit.Time >= _target.Time) is not null;

    private BranchOutcome FindXid(Branch branch)
    {
        if (_target.Xid == _base.Xid)
        {
            return BranchOutcome.Found(branch, _base.Place);
        }

        var found = FindFirst(branch, granule => granule.XidLast >= _target.Xid, commit => commit.Xid >= _target.Xid);
        if (found is not { } reached)
        {
            return BranchOutcome.Missed(branch, UnreachableReason.AfterEnd, LastOf(branch));
        }

        return reached.Commit.Xid == _target.Xid
            ? BranchOutcome.Found(branch, _target.IsExclusive ? reached.Before : reached.Commit)
            : BranchOutcome.Missed(branch, UnreachableReason.NotFound, reached.Before, reached.Commit);
    }

    private BranchOutcome FindLsn(Branch branch)
    {
        if (_target.Lsn > branch.End)
        {
            return BranchOutcome.Missed(branch, UnreachableReason.AfterEnd, LastOf(branch));
        }

        var last = _target.IsExclusive ? new Lsn(_target.Lsn.Value - 1) : _target.Lsn;
        return BranchOutcome.Found(branch, LastUpTo(branch, last));
    }

    private BranchOutcome FindName(Branch branch)
    {
        for (var i = branch.Stretches.Count - 1; i >= 0; i--)
        {
            var stretch = branch.Stretches[i];
            if (_indexOf(stretch.Timeline).FindPoint(_target.Name, stretch.To) is not { } point)
            {
                continue;
            }

            if (point.Xid == _base.Xid && !_target.IsExclusive)
            {
                return BranchOutcome.Found(branch, _base.Place);
            }

            if (point.End < _base.Lsn || (_target.IsExclusive && point.End == _base.Lsn))
            {
                return BranchOutcome.Missed(branch, UnreachableReason.BeforeBase, null, point);
            }

            return BranchOutcome.Found(branch, LastUpTo(branch, _target.IsExclusive ? new Lsn(point.End.Value - 1) : point.End));
        }

        return BranchOutcome.Missed(branch, UnreachableReason.NotFound, LastOf(branch));
    }

    private (CommitPlace Commit, CommitPlace Before)? FindFirst(Branch branch, Func<LogGranule, bool> mayHold, Func<CommitPlace, bool> isIt)
    {
        foreach (var stretch in branch.Stretches)
        {
            if (_indexOf(stretch.Timeline).FindFirst(stretch.From, stretch.To, mayHold, isIt) is { } found)
            {
                var isInside = found.Before.End > stretch.From;
                return (found.Commit, isInside ? found.Before : LastUpTo(branch, stretch.From));
            }
        }

        return null;
    }

    /// <summary>The last commit of a branch that ends at or before a place; the base if there is none.</summary>
    private CommitPlace LastUpTo(Branch branch, Lsn lsn)
    {
        foreach (var stretch in branch.Stretches.Reverse())
        {
            if (stretch.From >= lsn)
            {
                continue;
            }

            var last = _indexOf(stretch.Timeline).LastUpTo(lsn < stretch.To ? lsn : stretch.To);
            if (last.End > stretch.From)
            {
                return last;
            }
        }

        return _base.Place;
    }
}
