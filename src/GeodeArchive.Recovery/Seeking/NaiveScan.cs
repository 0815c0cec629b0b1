using GeodeArchive.Format;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Wal;

namespace GeodeArchive.Recovery.Seeking;

/// <summary>Finds targets on a branch by reading every record from the base on: slow, and without any index.</summary>
internal sealed class NaiveScan
{
    private readonly ArchiveAccess _access;
    private readonly RecoveryBase _base;
    private readonly RecoveryTarget _target;

    public NaiveScan(ArchiveAccess access, RecoveryBase start, RecoveryTarget target)
    {
        _access = access;
        _base = start;
        _target = target;
    }

    /// <summary>Reads up to the target.</summary>
    /// <exception cref="LogException">Something before the target is damaged or missing.</exception>
    public BranchOutcome Find(Branch branch)
    {
        if (_target.Kind == RecoveryTargetKind.Xid && _target.Xid == _base.Xid)
        {
            return BranchOutcome.Found(branch, _base.Place);
        }

        using var reader = new ArchivedLogReader(_access.Archive, branch.Stretches);
        var last = _base.Place;
        var timeMax = _base.TimeMax;
        var end = _base.Lsn;
        string? openName = null;
        while (reader.TryRead(out var record))
        {
            end = record.End;
            switch (record.Type)
            {
                case LogRecordType.Restart:
                    openName = null;
                    break;
                case (LogRecordType)RedoType.RecoveryPoint:
                    openName = GraphName.Decode(record.Body);
                    break;
                case LogRecordType.Commit:
                    var commit = LogCommit.Decode(record.Body, record.FrameOffset);
                    var place = new CommitPlace(record.End, commit.Xid, commit.Time);
                    if (Decide(branch, last, place, openName) is { } outcome)
                    {
                        return outcome;
                    }

                    openName = null;
                    last = place;
                    timeMax = Math.Max(timeMax, commit.Time);
                    break;
            }
        }

        return AtEnd(branch, last, timeMax, end);
    }

    private BranchOutcome? Decide(Branch branch, CommitPlace last, CommitPlace next, string? name)
    {
        switch (_target.Kind)
        {
            case RecoveryTargetKind.Time when _target.IsExceededBy(next.Time):
            case RecoveryTargetKind.Lsn when _target.IsExclusive ? next.End >= _target.Lsn : next.End > _target.Lsn:
                return BranchOutcome.Found(branch, last);
            case RecoveryTargetKind.Xid when next.Xid == _target.Xid:
            case RecoveryTargetKind.Name when name == _target.Name:
                return BranchOutcome.Found(branch, _target.IsExclusive ? last : next);
            case RecoveryTargetKind.Xid when next.Xid > _target.Xid:
                return BranchOutcome.Missed(branch, UnreachableReason.NotFound, last, next);
            default:
                return null;
        }
    }

    private BranchOutcome AtEnd(Branch branch, CommitPlace last, long timeMax, Lsn end)
    {
        var covered = ArchiveEnd.Require(_access, branch.Last, end);
        var isReached = _target.Kind switch
        {
            RecoveryTargetKind.Latest => true,
            RecoveryTargetKind.Lsn => _target.Lsn <= end,
            RecoveryTargetKind.Time =>
                timeMax == _target.Time || (covered?.Time >= _target.Time && covered.Lsn >= last.End),
            _ => false,
        };
        if (isReached)
        {
            return BranchOutcome.Found(branch, last);
        }

        var reason = _target.Kind == RecoveryTargetKind.Name ? UnreachableReason.NotFound : UnreachableReason.AfterEnd;
        return BranchOutcome.Missed(branch, reason, last);
    }
}
