using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Tests.Wal;

public sealed class LogTests
{
    private static readonly LogOptions Options = SimulatedLog.SmallOptions;

    [Fact]
    public void A_record_is_named_by_its_end_and_lengths_add_up() => InLog((_, log) =>
    {
        // Opening it wrote a restart record.
        Assert.Equal(log.Start + 24, log.End);
        var first = log.Append(Batch(100));
        Assert.Equal(log.Start + 24 + 108, first);
        Assert.Equal(first + 208, log.Append(Batch(200)));
        Assert.True(log.Durable < first);
        log.WaitDurable(log.End);
        Assert.Equal(log.End, log.Durable);
    });

    [Fact]
    public void A_reader_sees_nothing_that_is_not_durable_and_goes_on_when_it_is() => InLog((machine, log) =>
    {
        using var reader = log.Read(log.End);
        var first = log.Append(Batch(100));
        Assert.False(reader.TryRead(out _));
        Assert.False(log.WaitBeyond(reader.Position, TimeSpan.FromMilliseconds(1)));
        var follower = machine.Machine.Scheduler.Start("follower", () => Assert.True(log.WaitBeyond(reader.Position, TimeSpan.FromSeconds(9))));
        log.WaitDurable(first);
        follower.Join();
        Assert.True(reader.TryRead(out var record));
        Assert.Equal(first, record.End);
        Assert.Equal(100, record.Body.Length);
        Assert.False(reader.TryRead(out _));
        Assert.Equal(first, reader.Position);
    });

    [Fact]
    public void A_transaction_of_several_segments_is_read_back_whole() => InLog((_, log) =>
    {
        var batch = new LogBatch();
        for (var i = 0; i < 30; i++)
        {
            batch.Add(LogRecordType.RedoFirst, 100_000).Fill((byte)i);
        }

        batch.AddCommit(new LogCommit(new Xid(1), 5));
        var start = log.End;
        log.WaitDurable(log.Append(batch));
        using var reader = log.Read(start);
        for (var i = 0; i < 30; i++)
        {
            Assert.True(reader.TryRead(out var record));
            Assert.Equal(100_000, record.Body.Length);
            Assert.False(record.Body.ContainsAnyExcept((byte)i));
        }

        Assert.True(reader.TryRead(out var commit));
        Assert.Equal(LogRecordType.Commit, commit.Type);
        Assert.Equal(log.End, commit.End);
    });

    [Fact]
    public void A_record_or_transaction_that_is_too_large_is_refused_and_nothing_is_appended() => InLog((_, log) =>
    {
        var end = log.End;
        Assert.Equal(LogError.TooLarge, Assert.Throws<LogException>(() => log.Append(Batch(600_000))).Error);
        var many = new LogBatch();
        for (var i = 0; i < 200; i++)
        {
            many.Add(LogRecordType.RedoFirst, 200_000);
        }

        Assert.Equal(LogError.TooLarge, Assert.Throws<LogException>(() => log.Append(many)).Error);
        Assert.Equal(end, log.End);
        log.WaitDurable(log.Append(Batch(10)));
    });

    [Fact]
    public void A_full_log_refuses_after_the_timeout_and_goes_on_after_a_release() => InLog((machine, log) =>
    {
        var started = machine.Clock.GetTimestamp();
        var error = Assert.Throws<LogException>(() => Fill(log));
        Assert.Equal(LogError.Full, error.Error);
        Assert.True(machine.Clock.GetElapsedTime(started) >= Options.CommitTimeout);
        var end = log.End;

        // The engine's own records still go in.
        log.WaitDurable(log.AppendReserved(Batch(100_000)));
        Assert.True(log.Size <= Options.SizeMax);
        log.Release(end);
        Fill(log, count: 20);
        Assert.True(log.Size <= Options.SizeMax);
    });

    [Fact]
    public void A_writer_that_waits_for_room_goes_on_when_it_is_released() => InLog((machine, log) =>
    {
        Assert.Throws<LogException>(() => Fill(log));
        var end = log.End;
        var waiting = machine.Machine.Scheduler.Start("waiting", () => Fill(log, count: 5));
        log.WaitDurable(end);
        log.Release(end);
        waiting.Join();
        Assert.True(log.End > end);
    });

    [Fact]
    public void A_full_disk_is_back_pressure_and_no_poison()
    {
        var disk = SimulatedLog.NewDisk(1, Options);
        SimulatedMachine.Run(2, disk, machine =>
        {
            using var log = SimulatedLog.Open(machine, Options);
            disk.CapacityBytes = disk.UsedBytes;
            var error = Assert.Throws<LogException>(() => Fill(log));
            Assert.Equal(LogError.Full, error.Error);
            Assert.Contains("no space", error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Null(log.Poison);
            disk.CapacityBytes = long.MaxValue;
            Fill(log, count: 10);
        });
    }

    [Fact]
    public void What_was_released_cannot_be_read_and_its_files_are_used_again() => InLog((machine, log) =>
    {
        var start = log.End;
        for (var round = 0; round < 30; round++)
        {
            Fill(log, count: 10);
            log.WaitDurable(log.End);
            log.Release(log.End);
        }

        Assert.Equal(LogError.OutOfRange, Assert.Throws<LogException>(() => log.Read(start)).Error);
        Assert.True(log.Oldest > start);
        var files = machine.Disk.Snapshot(SimulatedLog.Path).Count(entry => entry.Kind == FileKind.Regular);
        Assert.True(files <= 8, $"{files} files");
    });

    [Fact]
    public void An_idle_second_witnesses_the_last_flush()
    {
        var disk = SimulatedLog.NewDisk(1, Options);
        SimulatedMachine.Run(2, disk, machine =>
        {
            var log = SimulatedLog.Open(machine, Options);
            log.WaitDurable(log.Append(Batch(5000)));
            var gate = machine.Machine.Scheduler.CreateGate();
            gate.Enter();
            gate.Wait(TimeSpan.FromSeconds(3));
            gate.Exit();
            disk.CutPower();
        });
        var crashed = disk.Crash(1);
        FlipLastRecord(crashed);

        // Without the witness this would be taken for a torn tail.
        var failure = Record.Exception(() => SimulatedMachine.Run(3, crashed, machine => SimulatedLog.Open(machine, Options).Dispose()));
        Assert.Equal(LogError.Damaged, Assert.IsType<LogException>(failure!.InnerException).Error);
    }

    [Fact]
    public async Task Many_who_await_on_few_workers_are_all_answered()
    {
        var path = Directory.CreateTempSubdirectory("geode-log-").FullName;
        try
        {
            var machine = SystemMachine.Create();
            var directory = machine.Files.OpenDirectory(FilePath.From(path));
            using var log = WriteAheadLog.Create(machine, directory, Options, SimulatedLog.Timeline);
            await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            {
                for (var i = 0; i < 20; i++)
                {
                    var end = log.Append(Batch(100));
                    await log.WaitDurableAsync(end);
                    Assert.True(log.Durable >= end);
                }
            }));
            Assert.Equal(log.End, log.Durable);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Fact]
    public void A_log_is_not_made_where_one_is() => InLog((machine, _) =>
    {
        var directory = machine.Machine.Files.OpenDirectory(FilePath.From(SimulatedLog.Path));
        Assert.Throws<LogException>(() => WriteAheadLog.Create(machine.Machine, directory, Options, SimulatedLog.Timeline));
    });

    [Fact]
    public void A_closed_log_takes_nothing() => SimulatedMachine.Run(2, SimulatedLog.NewDisk(1, Options), machine =>
    {
        var log = SimulatedLog.Open(machine, Options);
        log.Dispose();
        Assert.Equal(LogError.Closed, Assert.Throws<LogException>(() => log.Append(Batch(1))).Error);
    });

    private static void InLog(Action<SimulatedMachine, WriteAheadLog> test) => SimulatedMachine.Run(
        2, SimulatedLog.NewDisk(1, Options), machine =>
        {
            using var log = SimulatedLog.Open(machine, Options);
            test(machine, log);
        });

    private static LogBatch Batch(int bodySize)
    {
        var batch = new LogBatch();
        batch.Add(LogRecordType.RedoFirst, bodySize).Clear();
        return batch;
    }

    private static void Fill(WriteAheadLog log, int count = 1000)
    {
        for (var i = 0; i < count; i++)
        {
            log.Append(Batch(100_000));
        }
    }

    private static void FlipLastRecord(SimulatedDisk disk)
    {
        // The last segment that has a frame of 8 KiB, in its records' second page.
        foreach (var entry in disk.Snapshot(SimulatedLog.Path).Where(entry => entry.Kind == FileKind.Regular).Reverse())
        {
            var path = $"{SimulatedLog.Path}/{entry.Path}";
            var bytes = disk.ReadFile(path);
            for (var offset = 4096; offset + 8192 <= bytes.Length - LogLimits.FooterAreaSize; offset += 4096)
            {
                if (LogFrameHeader.HasRightSum(bytes.AsSpan(offset)) && LogFrameHeader.Decode(bytes.AsSpan(offset), offset).PayloadSize > 4096)
                {
                    bytes[offset + 5000] ^= 1;
                    disk.PutFile(path, bytes);
                    return;
                }
            }
        }

        Assert.Fail("no such frame");
    }
}
