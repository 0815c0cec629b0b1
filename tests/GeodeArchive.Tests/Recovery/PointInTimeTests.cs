using GeodeArchive.Format;
using GeodeArchive.Load.Recording;
using GeodeArchive.Load.Verifying;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Recovery;

/// <summary>
/// A living database is archived and backed up. Any moment of it is found, restored from any backup before it, proven, and is what the model
/// says.
/// </summary>
public sealed class PointInTimeTests
{
    [Fact]
    public void Any_moment_of_a_random_history_is_restored()
    {
        foreach (var seed in SimulationSeeds.Sweep(4))
        {
            var history = new RecoverableHistory(seed);
            history.Live(6);
            var record = history.Record;
            var random = new Random((int)seed);
            for (var pick = 0; pick < 8; pick++)
            {
                var (target, moment, last) = Pick(record, random);
                var bases = history.Backups.Where(backup => backup.Source.Attributes.Xid <= last).ToList();
                if (bases.Count == 0)
                {
                    var failure = Assert.Throws<TargetUnreachableException>(
                        () => history.Restore(history.Backups[0].Name, target, moment, out _));
                    Assert.Equal(UnreachableReason.BeforeBase, failure.Reason);
                    continue;
                }

                history.Restore(bases[random.Next(bases.Count)].Name, target, moment, out _);
            }
        }
    }

    [Fact]
    public void Restored_histories_go_on_side_by_side()
    {
        foreach (var seed in SimulationSeeds.Sweep(2))
        {
            var trunk = new RecoverableHistory(seed);
            trunk.Live(3);
            var fork = trunk.Record.Acknowledgements.OrderBy(one => one.Xid).ElementAt(trunk.Record.Acknowledgements.Count * 3 / 4);
            var first = trunk.Backups[0].Name;
            var restored = trunk.Restore(first, RecoveryTarget.AtXid(fork.Xid), new LoadMoment { Xid = fork.Xid }, out var folder);
            var branch = trunk.Branch(fork.Xid);
            branch.Live(3, folder, "branch ");

            // Where both have it, it must be said which.
            var inBoth = new Xid(fork.Xid.Value + 1);
            var refused = Assert.Throws<TargetUnreachableException>(() => branch.Restore(first, RecoveryTarget.AtXid(inBoth), null, out _));
            Assert.Equal(UnreachableReason.Ambiguous, refused.Reason);
            Assert.Equal(2, refused.Branches.Count);

            // Each from the backup before the fork, and from one of its own.
            var moment = new LoadMoment { Xid = inBoth };
            trunk.Restore(first, RecoveryTarget.AtXid(inBoth) with { Timeline = restored.Replay.Timeline.ParentId }, moment, out _);
            branch.Restore(first, RecoveryTarget.AtXid(inBoth) with { Timeline = restored.Replay.Timeline.TimelineId }, moment, out _);
            var last = branch.Record.LastXid;
            foreach (var (name, source) in branch.Backups.Where(backup => backup.Source.Attributes.Xid <= last))
            {
                var timeline = restored.Replay.Timeline.TimelineId;
                if (source.TimelineId == timeline || source.Attributes.Xid <= fork.Xid)
                {
                    branch.Restore(name, RecoveryTarget.Latest with { Timeline = timeline }, new LoadMoment { Xid = last }, out _);
                }
            }
        }
    }

    /// <summary>A target, the moment that it is, and the last transaction in that.</summary>
    private static (RecoveryTarget Target, LoadMoment Moment, Xid Last) Pick(LoadRecord record, Random random)
    {
        var some = record.Acknowledgements[random.Next(record.Acknowledgements.Count)];
        var isExclusive = random.Next(3) == 0;
        var before = new Xid(some.Xid.Value - 1);
        switch (random.Next(record.Points.Count > 0 ? 5 : 4))
        {
            case 0:
                var xid = isExclusive ? before : some.Xid;
                return (RecoveryTarget.AtXid(some.Xid) with { IsExclusive = isExclusive }, new LoadMoment { Xid = xid }, xid);
            case 1:
                // A nanosecond less is the same time, exclusive.
                var time = some.Time + random.Next(-1, 2);
                var until = isExclusive ? time - 1 : time;
                return (RecoveryTarget.AtTime(time) with { IsExclusive = isExclusive }, new LoadMoment { Time = until }, record.LastBefore(until));
            case 2:
                var lsn = some.Lsn + random.Next(0, 2);
                var last = isExclusive && lsn == some.Lsn ? before : some.Xid;
                return (RecoveryTarget.AtLsn(lsn) with { IsExclusive = isExclusive }, new LoadMoment { Xid = last }, last);
            case 3:
                return (RecoveryTarget.Latest, new LoadMoment { Xid = record.LastXid }, record.LastXid);
            default:
                var (name, point) = record.Points.ElementAt(random.Next(record.Points.Count));
                return (RecoveryTarget.AtName(name), new LoadMoment { Point = name }, point.Xid);
        }
    }
}
