using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Tests.Wal;

/// <summary>Several use a log at once: some wait, some read, one releases, closes, or finds it broken. Everybody gets an answer.</summary>
public sealed class LogSharingTests
{
    private static readonly LogOptions Options = SimulatedLog.SmallOptions;

    [Fact]
    public void A_reader_of_what_is_released_is_told_so()
    {
        var released = 0;
        foreach (var seed in SimulationSeeds.Sweep(4))
        {
            InLog(seed, Options, (machine, log) =>
            {
                var isOver = false;
                var readers = Enumerable.Range(0, 2).Select(index => machine.Machine.Scheduler.Start($"reader {index}", () =>
                {
                    while (!isOver)
                    {
                        try
                        {
                            using var reader = log.Read(log.Oldest);
                            while (reader.TryRead(out var record))
                            {
                                Assert.True(record.End <= log.Durable);
                            }
                        }
                        catch (LogException error)
                        {
                            Assert.True(error.Error == LogError.OutOfRange, error.ToString());
                            released++;
                        }
                    }
                })).ToList();
                for (var i = 0; i < 60; i++)
                {
                    log.WaitDurable(log.Append(Batch(400_000)));
                    log.Release(log.Durable);
                }

                isOver = true;
                readers.ForEach(reader => reader.Join());
            });
        }

        Assert.True(released > 3, $"only {released} readers came too late");
    }

    [Fact]
    public void The_engines_own_records_do_not_wait_behind_those_that_find_no_room() => InLog(1, Options, (machine, log) =>
    {
        Fill(log);
        var end = log.End;
        var waiting = Enumerable.Range(0, 3).Select(index => machine.Machine.Scheduler.Start($"waiting {index}", () => Fill(log))).ToList();
        Sleep(machine, 1);
        var started = machine.Clock.GetTimestamp();
        log.WaitDurable(log.AppendReserved(Batch(200_000)));
        Assert.True(machine.Clock.GetElapsedTime(started) < TimeSpan.FromSeconds(1), "it waited for others");
        Assert.True(log.End > end);
        waiting.ForEach(worker => worker.Join());
    });

    [Fact]
    public void A_transaction_of_the_greatest_size_fits_into_an_empty_log()
    {
        foreach (var count in new[] { 4, 5, 8 })
        {
            var options = Options with { SizeMax = count * Options.SegmentSize };
            InLog(1, options, (_, log) =>
            {
                log.Release(log.End);
                var batch = new LogBatch();
                while (batch.Size < options.TransactionSizeMax)
                {
                    var rest = options.TransactionSizeMax - batch.Size - LogRecordHeader.Size;
                    batch.Add(LogRecordType.RedoFirst, rest <= 253_000 ? rest : Math.Min(rest - LogRecordHeader.Size, 253_000)).Clear();
                }

                Assert.Equal(options.TransactionSizeMax, batch.Size);
                log.WaitDurable(log.Append(batch));
            });
        }
    }

    [Fact]
    public void A_batch_takes_only_what_a_recovery_will_read()
    {
        var batch = new LogBatch();
        Assert.Throws<ArgumentException>(() => batch.Add((LogRecordType)7, 10));
        Assert.Throws<ArgumentException>(() => batch.Add(LogRecordType.RedoFirst, LogLimits.RecordBodySizeMax + 1));
        Assert.ThrowsAny<ArgumentException>(() => batch.Add(LogRecordType.RedoFirst, -1));
        Assert.Throws<ArgumentException>(() => batch.Add(LogRecordType.Commit, LogCommit.Size));
        Assert.Throws<ArgumentException>(() => batch.Add(LogRecordType.Restart, 3));
        Assert.Throws<ArgumentException>(() => batch.AddCommit(new LogCommit(Xid.None, 5)));
        Assert.Throws<ArgumentException>(() => batch.AddCommit(new LogCommit(new Xid(1), 5), new byte[LogLimits.RecordBodySizeMax]));
        Assert.Equal(0, batch.Size);
        Assert.Equal(0, batch.RecordCount);
        batch.AddCommit(new LogCommit(new Xid(1), 5));
        Assert.Equal(1, batch.RecordCount);
    }

    [Fact]
    public void An_xid_out_of_order_is_refused_and_an_empty_batch_is_nothing()
    {
        var disk = SimulatedLog.NewDisk(1, Options);
        foreach (var run in new[] { 1, 2 })
        {
            SimulatedMachine.Run((ulong)run, disk, machine =>
            {
                using var log = SimulatedLog.Open(machine, Options);
                log.Append(Commit(10 * run));
                var end = log.End;
                Assert.Throws<ArgumentException>(() => log.Append(Commit(10 * run)));
                Assert.Throws<ArgumentException>(() => log.Append(Commit((10 * run) - 1)));
                Assert.Throws<ArgumentException>(() => log.Append(Commit((10 * run) - 5, 400_000)));
                Assert.Equal(end, log.Append(new LogBatch()));
                log.WaitDurable(log.Append(Commit((10 * run) + 1)));
            });
        }

        SimulatedMachine.Run(3, disk, machine =>
        {
            using var log = SimulatedLog.Open(machine, Options);
            Assert.Throws<ArgumentException>(() => log.Append(Commit(21)));
        });
    }

    [Fact]
    public void An_empty_batch_goes_into_a_full_log() => InLog(1, Options, (_, log) =>
    {
        Fill(log);
        log.WaitDurable(log.End);
        Assert.Equal(log.End, log.Append(new LogBatch()));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Everybody_is_answered_when_the_log_ends(bool isPoisoned)
    {
        foreach (var seed in SimulationSeeds.Sweep(8))
        {
            var disk = SimulatedLog.NewDisk(seed, Options);
            var acknowledged = Lsn.Zero;
            SimulatedMachine.Run(seed, disk, machine =>
            {
                var log = SimulatedLog.Open(machine, Options);
                var workers = Enumerable.Range(0, 3).Select(index => machine.Machine.Scheduler.Start($"worker {index}", () => UntilEnd(() =>
                {
                    while (true)
                    {
                        var end = log.Append(Batch(index == 0 ? 400_000 : 1_000));
                        if (index == 2)
                        {
                            var answer = log.WaitDurableAsync(end).AsTask();
                            while (!answer.IsCompleted)
                            {
                                Sleep(machine, 0.001);
                            }

                            answer.GetAwaiter().GetResult();
                        }
                        else
                        {
                            log.WaitDurable(end);
                        }

                        acknowledged = Lsn.Max(acknowledged, end);
                        log.Release(end);
                    }
                }))).ToList();
                workers.Add(machine.Machine.Scheduler.Start("follower", () =>
                {
                    while (log.WaitBeyond(log.Durable, TimeSpan.FromHours(1)))
                    {
                        // Until it ends.
                    }
                }));
                workers.Add(machine.Machine.Scheduler.Start("reader", () => UntilEnd(() =>
                {
                    while (true)
                    {
                        using var reader = log.Read(log.Oldest);
                        while (reader.TryRead(out _))
                        {
                            // As far as it goes.
                        }

                        Sleep(machine, 0.001);
                    }
                })));
                Sleep(machine, 0.002 * seed);
                if (isPoisoned)
                {
                    disk.AddFault(SimulatedFault.FailedSync(1) with { Path = path => !path.Contains(".tmp", StringComparison.Ordinal) });
                    Sleep(machine, 0.01);
                }

                log.Dispose();
                Assert.Equal(LogError.Closed, Assert.Throws<LogException>(() => log.Read(log.Oldest)).Error);
                workers.ForEach(worker => worker.Join());
                log.Dispose();
            });
            Assert.Equal(0, disk.OpenHandleCount);
            SimulatedMachine.Run(seed + 50, disk, machine => SimulatedLog.Open(machine, Options, acknowledged, acknowledged).Dispose());
        }

        static void UntilEnd(Action work)
        {
            while (true)
            {
                try
                {
                    work();
                }
                catch (LogException end) when (end.Error is LogError.Closed or LogError.OutcomeUnknown)
                {
                    return;
                }
                catch (LogException released) when (released.Error is LogError.OutOfRange)
                {
                    // The next one reads what is left.
                }
            }
        }
    }

    [Fact]
    public void Sizes_out_of_range_are_refused()
    {
        Assert.Equal(int.MaxValue, (Options with { SizeMax = long.MaxValue }).SegmentCountMax);
        Assert.Equal(LogLimits.TransactionSizeMax, (Options with { SizeMax = long.MaxValue }).TransactionSizeMax);
    }

    private static void InLog(ulong seed, LogOptions options, Action<SimulatedMachine, WriteAheadLog> test) => SimulatedMachine.Run(
        seed, SimulatedLog.NewDisk(seed, options), machine =>
        {
            using var log = SimulatedLog.Open(machine, options);
            test(machine, log);
        });

    private static void Sleep(SimulatedMachine machine, double seconds)
    {
        var gate = machine.Machine.Scheduler.CreateGate();
        var started = machine.Clock.GetTimestamp();
        gate.Enter();
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero;)
        {
            gate.Wait(left);
            left = TimeSpan.FromSeconds(seconds) - machine.Clock.GetElapsedTime(started);
        }

        gate.Exit();
    }

    private static LogBatch Batch(int bodySize)
    {
        var batch = new LogBatch();
        batch.Add(LogRecordType.RedoFirst, bodySize).Clear();
        return batch;
    }

    private static LogBatch Commit(int xid, int bodySize = 10)
    {
        var batch = Batch(bodySize);
        batch.AddCommit(new LogCommit(new Xid((ulong)xid), 1));
        return batch;
    }

    private static void Fill(WriteAheadLog log)
    {
        var batch = Batch(100_000);
        void AppendAll()
        {
            for (var i = 0; i < 10_000; i++)
            {
                log.Append(batch);
            }
        }

        Assert.Equal(LogError.Full, Assert.Throws<LogException>(AppendAll).Error);
    }
}
