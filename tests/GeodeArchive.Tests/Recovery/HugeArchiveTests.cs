using GeodeArchive.Format;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Recovery;

/// <summary>In an archive of 10 TB a target is found in five reads and 2 MB.</summary>
public sealed class HugeArchiveTests
{
    private const int ObjectCount = 163_840;

    [Theory]
    [InlineData(ObjectCount)]
    [InlineData(ObjectCount - 1)]
    [InlineData(ObjectCount - 255)]
    public void Five_reads_of_less_than_two_megabytes_find_any_target(int objectCount) => SimulatedMachine.Run(1, machine =>
    {
        using var store = new FormulaStore(objectCount);
        var archive = LogArchive.Open(machine.Machine, store);
        var start = new RecoveryBase(FormulaStore.Timeline.TimelineId, Lsn.Zero, Xid.None, long.MinValue);
        var last = ((long)objectCount * FormulaStore.BlocksOfObject) - 2;
        foreach (var block in new[] { 0, 255, 256, last / 3, last / 2, last })
        {
            var commit = FormulaStore.CommitOf(block);
            foreach (var target in new[]
            {
                RecoveryTarget.AtTime(FormulaStore.TimeOf(block)),
                RecoveryTarget.AtTime(FormulaStore.TimeOf(block) + 999),
                RecoveryTarget.AtXid(commit.Xid),
                RecoveryTarget.AtLsn(commit.End),
                RecoveryTarget.AtLsn(commit.End + 1000),
            })
            {
                var found = new TargetResolver(archive).Resolve(start, target);
                Assert.Equal(commit, found.Stop);
                Assert.Equal([new LogStretch(start.Timeline, Lsn.Zero, commit.End)], found.Path);
                Assert.InRange(found.Cost.ObjectReads, 1, 5);
                Assert.InRange(found.Cost.Bytes, 1, 2_000_000);
                Assert.InRange(found.Cost.Listings, 1, 4);
            }
        }

        Assert.InRange(new TargetResolver(archive).Resolve(start, RecoveryTarget.Latest).Cost.ObjectReads, 1, 2);
    });
}
