using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Tests.Wal;

/// <summary>What is opened again: after a kill, with other options, in a directory that holds more than a log.</summary>
public sealed class LogReopeningTests
{
    private const int LargeBody = 240_000;

    private static readonly LogOptions Options = SimulatedLog.SmallOptions;

    [Fact]
    public void What_was_acknowledged_after_a_kill_survives_a_power_cut()
    {
        // The killed process had renamed a segment and not made its name durable: the next one must not build on it.
        foreach (var seed in SimulationSeeds.Sweep(12))
        {
            var disk = SimulatedLog.NewDisk(seed, Options);
            var history = new LogHistory();
            SimulatedMachine.Run(seed, disk, RenameTheSegmentsAhead);
            SimulatedMachine.Run(seed + 50, disk, machine =>
            {
                using var log = SimulatedLog.Open(machine, Options);

                // Making another segment would make all names durable.
                disk.AddFault(SimulatedFault.FullDisk(1) with { Path = path => path.Contains(".tmp", StringComparison.Ordinal) });
                LogWorkload.Run(machine, log, history, round: 0, transactionCount: 1, bodySizeMax: 100);
                disk.CutPower();
            });
            var crashed = disk.Crash(seed);
            crashed.ClearFaults();
            SimulatedMachine.Run(seed + 60, crashed, machine => Recover(machine, Options, history));
        }
    }

    [Theory]
    [InlineData(SyncMode.Fdatasync)]
    [InlineData(SyncMode.OpenDatasync)]
    public void Power_cut_while_a_killed_log_is_recovered_is_not_taken_for_damage(SyncMode mode)
    {
        var options = Options with { SyncMode = mode };
        foreach (var seed in SimulationSeeds.Sweep(4))
        {
            var disk = SimulatedLog.NewDisk(seed, options);
            var history = new LogHistory();
            disk.AddFault(new SimulatedFault(FaultKind.PowerCut)
            {
                On = DiskOperations.Sync,
                SkipCount = 2 + (long)(seed % 4),
                Path = path => path.Length == SimulatedLog.Path.Length + 21 && !path.Contains(".tmp", StringComparison.Ordinal),
            });
            SimulatedMachine.Run(seed, disk, machine => Work(machine, Options, history, round: 0, 8));
            for (var number = 1; number <= 9; number++)
            {
                var killed = disk.Clone(seed);
                var mine = history.Clone();
                killed.CutPowerAtMutation(number);
                SimulatedMachine.Run(seed + 50, killed, machine => Recover(machine, options, mine));
                killed.CutPower();
                SimulatedMachine.Run(seed + 60, killed.Crash((ulong)number), machine => Recover(machine, options, mine));
            }
        }
    }

    [Theory]
    [InlineData(2, 4)]
    [InlineData(4, 2)]
    public void Segments_of_another_size_are_read_and_not_used_again(int mebibytesBefore, int mebibytesAfter)
    {
        var smaller = Options with { SegmentSize = mebibytesBefore << 20 };
        var other = Options with { SegmentSize = mebibytesAfter << 20 };
        var disk = SimulatedLog.NewDisk(1, smaller);
        var history = new LogHistory();
        SimulatedMachine.Run(2, disk, machine => Work(machine, smaller, history, round: 0, 20));
        SimulatedMachine.Run(3, disk, machine =>
        {
            using var log = SimulatedLog.Open(machine, other, history.Floor);
            history.Check(log);
            history.Floor = log.Append(Batch(10));
            log.WaitDurable(history.Floor);
            log.Release(history.Floor);
            LogWorkload.Run(machine, log, history, round: 1, 20, LargeBody);
        });
        SimulatedMachine.Run(4, disk, machine => Recover(machine, other, history));
        Assert.Equal(0, disk.OpenHandleCount);
    }

    [Fact]
    public void A_log_that_ends_before_the_place_to_start_at_is_damaged()
    {
        var disk = SimulatedLog.NewDisk(1, Options);
        SimulatedMachine.Run(2, disk, machine =>
        {
            Lsn end;
            using (var log = SimulatedLog.Open(machine, Options))
            {
                end = log.End;
            }

            var error = Assert.Throws<LogException>(() => SimulatedLog.Open(machine, Options, end + 8));
            Assert.Equal(LogError.Damaged, error.Error);
            SimulatedLog.Open(machine, Options, end).Dispose();
        });
    }

    [Fact]
    public void What_does_not_belong_to_the_log_is_left_alone()
    {
        var disk = SimulatedLog.NewDisk(1, Options);
        disk.PutDirectory($"{SimulatedLog.Path}/.snapshot");
        disk.PutFile($"{SimulatedLog.Path}/.unfinished", [1]);
        disk.PutFile($"{SimulatedLog.Path}/notes", [1]);
        disk.PutFile($"{SimulatedLog.Path}/{new string('9', 20)}", [1]);
        disk.PutFile($"{SimulatedLog.Path}/{long.MaxValue:d20}", [1]);
        disk.PutFile($"{SimulatedLog.Path}/{new string('0', 20)}", [1]);
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var log = SimulatedLog.Open(machine, Options);
            for (var i = 0; i < 100; i++)
            {
                log.WaitDurable(log.Append(Batch(100_000)));
            }
        });
        SimulatedMachine.Run(3, disk, machine => SimulatedLog.Open(machine, Options).Dispose());
        Assert.True(disk.Contains($"{SimulatedLog.Path}/.snapshot"));
        Assert.False(disk.Contains($"{SimulatedLog.Path}/.unfinished"));
        Assert.True(disk.Contains($"{SimulatedLog.Path}/notes"));
        Assert.True(disk.Contains($"{SimulatedLog.Path}/{new string('9', 20)}"));
        Assert.DoesNotContain(disk.Snapshot(SimulatedLog.Path), entry => entry.Path.StartsWith('-'));
    }

    [Fact]
    public void Segments_that_were_skipped_are_deleted()
    {
        var released = Lsn.Zero;
        var disk = SimulatedLog.NewDisk(1, Options);
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var log = SimulatedLog.Open(machine, Options);
            disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.Sync, Path = path => path == SimulatedLog.Path });
            for (var i = 0; i < 100; i++)
            {
                log.WaitDurable(log.Append(Batch(100_000)));
                log.Release(log.Durable);
            }

            released = log.Durable;
        });
        SimulatedMachine.Run(3, disk, machine =>
        {
            using var log = SimulatedLog.Open(machine, Options, released);
            var files = disk.Snapshot(SimulatedLog.Path).Count(entry => entry.Kind == FileKind.Regular && entry.Path.Length == 20);
            Assert.True(files * Options.SegmentSize <= log.Size + (2 * Options.SegmentSize), $"{files} files, the log knows {log.Size} bytes");
        });
    }

    [Theory]
    [InlineData(302_000)]
    [InlineData(306_000)]
    [InlineData(310_000)]
    public void A_clean_stop_is_witnessed_where_the_segment_is_full(int bodySize)
    {
        // The last frame ends a page or two before the end of the segment at hand, or at it, if that is allowed.
        var disk = SimulatedLog.NewDisk(1, Options);
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var log = SimulatedLog.Open(machine, Options);
            log.WaitDurable(log.Append(Batch(400_000)));
            log.WaitDurable(log.Append(Batch(400_000)));
            log.WaitDurable(log.Append(Batch(400_000)));
            log.WaitDurable(log.Append(Batch(bodySize)));
            var last = Options.FrameSize - LogFrameHeader.Size - LogRecordHeader.Size;
            log.WaitDurable(log.Append(Batch(last)));
        });
        var end = Lsn.Zero;
        SimulatedMachine.Run(3, disk.Clone(9), machine =>
        {
            using var log = SimulatedLog.Open(machine, Options);
            end = log.Start;
        });
        Assert.Equal(end, HighestWitness(disk));
    }

    /// <summary>Gives those that are ready other names, and does not make these durable.</summary>
    private static void RenameTheSegmentsAhead(SimulatedMachine machine)
    {
        using var directory = machine.Machine.Files.OpenDirectory(FilePath.From(SimulatedLog.Path));
        foreach (var entry in directory.List().Where(entry => entry.Kind == FileKind.Regular && entry.Name.ToString().Length == 20))
        {
            var bytes = machine.Disk.ReadFile($"{SimulatedLog.Path}/{entry.Name}");
            if (!bytes.AsSpan().StartsWith(LogSegmentHeader.Magic))
            {
                directory.Rename(entry.Name, directory, FileName.From($"0000000001{entry.Name.ToString()[10..]}"), replace: false);
            }
        }
    }

    private static Lsn HighestWitness(SimulatedDisk disk)
    {
        var highest = Lsn.Zero;
        foreach (var entry in disk.Snapshot(SimulatedLog.Path).Where(entry => entry.Path.Length == 20))
        {
            var bytes = disk.ReadFile($"{SimulatedLog.Path}/{entry.Path}");
            for (var offset = LogSegmentHeader.Size; offset < bytes.Length; offset += LogLimits.PageSize)
            {
                if (LogFrameHeader.HasRightSum(bytes.AsSpan(offset)))
                {
                    highest = Lsn.Max(highest, LogFrameHeader.DurableOf(bytes.AsSpan(offset)));
                }
            }
        }

        return highest;
    }

    private static LogBatch Batch(int bodySize)
    {
        var batch = new LogBatch();
        batch.Add(LogRecordType.RedoFirst, bodySize).Clear();
        return batch;
    }

    private static void Work(SimulatedMachine machine, LogOptions options, LogHistory history, int round, int transactionCount)
    {
        using var log = SimulatedLog.Open(machine, options, history.Floor);
        history.Check(log);
        LogWorkload.Run(machine, log, history, round, transactionCount, LargeBody);
    }

    private static void Recover(SimulatedMachine machine, LogOptions options, LogHistory history)
    {
        using var log = SimulatedLog.Open(machine, options, history.Floor);
        history.Check(log);
    }
}
