using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Tests.Wal;

/// <summary>What is held is not given back, and is when it is held no longer.</summary>
public sealed class LogHoldTests
{
    [Fact]
    public void The_lowest_hold_keeps_its_segments_and_moving_on_gives_back_what_was_released_before() => Run(log =>
    {
        Append(log, 40);
        var middle = new Lsn(log.Durable.Value / 2);
        using var low = log.Hold(Lsn.Zero);
        var high = log.Hold(middle);
        log.Release(log.Durable);
        Assert.Equal(Lsn.Zero, log.Oldest);
        low.MoveTo(middle);
        Assert.True(log.Oldest > Lsn.Zero && log.Oldest <= middle);
        var oldest = log.Oldest;
        low.MoveTo(log.Durable);
        Assert.Equal(oldest, log.Oldest);
        high.Dispose();
        Assert.True(log.Oldest > middle);
        high.Dispose();
    });

    [Fact]
    public void Without_a_release_nothing_is_given_back_and_a_hold_never_goes_back() => Run(log =>
    {
        Append(log, 40);
        using var hold = log.Hold(Lsn.Zero);
        hold.MoveTo(log.Durable);
        Assert.Equal(Lsn.Zero, log.Oldest);
        Assert.Throws<ArgumentOutOfRangeException>(() => hold.MoveTo(Lsn.Zero));
    });

    [Fact]
    public void Appending_waits_for_a_hold_and_goes_on_when_it_moves() => Run(log =>
    {
        using var hold = log.Hold(Lsn.Zero);
        var error = Assert.Throws<LogException>(() => Append(log, 400, release: true));
        Assert.Equal(LogError.Full, error.Error);
        hold.MoveTo(log.Durable);
        Append(log, 5, release: true, firstXid: log.End.Value);
    });

    private static void Run(Action<WriteAheadLog> test) =>
        SimulatedMachine.Run(1, SimulatedLog.NewDisk(1, SimulatedLog.SmallOptions), machine =>
        {
            using var log = SimulatedLog.Open(machine, SimulatedLog.SmallOptions);
            test(log);
        });

    private static void Append(WriteAheadLog log, int count, bool release = false, ulong firstXid = 1)
    {
        var batch = new LogBatch();
        for (uint i = 0; i < count; i++)
        {
            batch.Clear();
            batch.Add(LogRecordType.RedoFirst, 200_000).Clear();
            batch.AddCommit(new LogCommit(new Xid(firstXid + i), 1));
            log.WaitDurable(log.Append(batch));
            if (release)
            {
                log.Release(log.Durable);
            }
        }
    }
}
