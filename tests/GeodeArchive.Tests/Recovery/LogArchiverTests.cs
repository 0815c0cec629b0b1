using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Archiving;
using GeodeArchive.Simulation;
using GeodeArchive.Tests.Wal;
using GeodeArchive.Wal;
using GeodeArchive.Wal.Appending;

namespace GeodeArchive.Tests.Recovery;

/// <summary>What is durable in a log gets into its archive once, whatever happens, and nothing else does.</summary>
public sealed class LogArchiverTests
{
    private static readonly LogArchiverOptions Options = new()
    {
        UploadInterval = TimeSpan.FromSeconds(1),
        ObjectPlainSizeMax = 300_000,
        CoveredMargin = TimeSpan.Zero,
    };

    [Fact]
    public void What_is_archived_is_what_was_logged() => Run((_, log, archive) =>
    {
        using var archiver = LogArchiver.Open(archive, log, Options);

        // What opening the log wrote.
        Assert.True(archiver.ShipOnce());
        Assert.False(archiver.ShipOnce());
        Append(log, 1, 200);
        var count = 1;
        while (archiver.ShipOnce())
        {
            count++;
        }

        Assert.True(count > 3, $"only {count} objects");
        Assert.Equal(log.Durable, archiver.Archived);
        SimulatedArchive.AssertSame(archive, log);
        var timeline = Assert.Single(archive.ListTimelines());
        Assert.Equal([new LogInterval(Lsn.Zero, log.Durable)], timeline.Intervals);
        Assert.Empty(timeline.Damages);
        Assert.Equal(count, timeline.ObjectCount);
    });

    [Fact]
    public void Archiving_goes_on_where_it_ended_and_the_log_keeps_what_it_needs() => Run((_, log, archive) =>
    {
        for (var round = 0; round < 4; round++)
        {
            using var archiver = LogArchiver.Open(archive, log, Options);
            Append(log, (uint)(1 + (round * 100)), 100);
            log.Release(log.Durable);
            Assert.True(log.Oldest <= archiver.Archived);
            while (archiver.ShipOnce())
            {
                Assert.True(log.Oldest <= archiver.Archived);
            }
        }

        Assert.Equal([new LogInterval(Lsn.Zero, log.Durable)], Assert.Single(archive.ListTimelines()).Intervals);
        SimulatedArchive.AssertSame(archive, log);
    });

    [Fact]
    public void An_answer_that_was_lost_is_looked_up_and_not_stored_twice() => Run((_, log, archive) =>
    {
        var store = (MemoryStore)archive.Store;
        using var archiver = LogArchiver.Open(archive, log, Options);
        Append(log, 1, 10);
        store.Created = key => throw new ObjectException(ObjectError.OutcomeUnknown, key.Text, "no answer");
        Assert.Equal(LogArchiveError.Failed, Assert.Throws<LogArchiveException>(() => archiver.ShipOnce()).Error);
        store.Created = _ => { };
        Assert.True(archiver.ShipOnce());
        Assert.Equal(log.Durable, archiver.Archived);
        Append(log, 11, 10);
        Assert.True(archiver.ShipOnce());
        SimulatedArchive.AssertSame(archive, log);
    });

    [Fact]
    public void An_object_of_our_own_attempt_that_was_longer_or_shorter_is_adopted() => Run((_, log, archive) =>
    {
        var store = (MemoryStore)archive.Store;
        using var archiver = LogArchiver.Open(archive, log, Options);
        Append(log, 1, 3);
        using (var other = LogArchiver.Open(archive, log, Options))
        {
            Assert.True(other.ShipOnce());
        }

        Append(log, 4, 3);
        Assert.True(archiver.ShipOnce());
        Assert.True(archiver.Archived < log.Durable);
        Assert.True(archiver.ShipOnce());
        Assert.Equal(log.Durable, archiver.Archived);
        SimulatedArchive.AssertSame(archive, log);
        Assert.Equal(2, Assert.Single(archive.ListTimelines()).ObjectCount);
        Assert.NotEmpty(store.Files);
    });

    [Fact]
    public void Another_history_is_refused_at_the_start_and_in_the_middle()
    {
        var store = new MemoryStore();
        WithLog(1, (machine, log) =>
        {
            var archive = LogArchive.Create(machine.Machine, store, log.Timeline.DatabaseId, SimulatedArchive.GroupSize);
            using var archiver = LogArchiver.Open(archive, log, Options);
            Append(log, 1, 10);
            Assert.True(archiver.ShipOnce());
        });

        // Ahead of the log.
        Refused(store, log => Append(log, 1, 2), LogArchiveError.AnotherHistory);

        // As long, with other content.
        Refused(store, log => Append(log, 1, 10, seed: 9), LogArchiveError.AnotherHistory);

        // The same name appears while we archive.
        WithLog(2, (machine, log) =>
        {
            var mine = new MemoryStore();
            var archive = LogArchive.Create(machine.Machine, mine, log.Timeline.DatabaseId, SimulatedArchive.GroupSize);
            using var archiver = LogArchiver.Open(archive, log, Options);
            Append(log, 1, 10, seed: 5);
            mine.Creating = key =>
            {
                if (LogArchiveNames.TryParseObject(key, out _))
                {
                    mine.Files[key.Text] = store.Files[key.Text];
                }
            };
            var error = Assert.Throws<LogArchiveException>(() => archiver.ShipOnce());
            Assert.True(error.Error is LogArchiveError.AnotherHistory or LogArchiveError.Damaged, error.Message);
        });
    }

    [Fact]
    public void Another_database_another_epoch_and_a_gap_are_refused()
    {
        var store = new MemoryStore();
        WithLog(1, (machine, log) =>
        {
            var archive = LogArchive.Create(machine.Machine, store, log.Timeline.DatabaseId);
            using (var archiver = LogArchiver.Open(archive, log, Options))
            {
                Append(log, 1, 10);
                Assert.True(archiver.ShipOnce());
            }

            // Nobody archives, and what is not archived is given up: what is between is gone.
            Append(log, 11, 400);
            log.Release(log.Durable);
            Assert.Equal(Lsn.Zero, log.Oldest);
            log.ForgetArchive();
            Assert.True(log.Oldest > Lsn.Zero);
            Assert.Equal(
                LogArchiveError.Gap, Assert.Throws<LogArchiveException>(() => LogArchiver.Open(archive, log, Options)).Error);
            var other = new DatabaseId(new Id128(8, 8));
            Assert.Equal(
                LogArchiveError.OtherDatabase,
                Assert.Throws<LogArchiveException>(() => LogArchive.Create(machine.Machine, store, other)).Error);
            var foreign = LogArchive.Create(machine.Machine, new MemoryStore(), other);
            Assert.Equal(
                LogArchiveError.OtherDatabase, Assert.Throws<LogArchiveException>(() => LogArchiver.Open(foreign, log, Options)).Error);
            var changed = new byte[LogTimeline.Size];
            (log.Timeline with { Epoch = 9 }).Encode(changed);
            store.Files[LogArchiveNames.Timeline(log.Timeline.TimelineId).Text] = changed;
            Assert.Equal(
                LogArchiveError.AnotherHistory, Assert.Throws<LogArchiveException>(() => LogArchiver.Open(archive, log, Options)).Error);
        });
    }

    [Fact]
    public void The_pipeline_ships_when_it_is_time_or_there_is_enough_and_notes_when_there_is_nothing() => Run((machine, log, archive) =>
    {
        using (var pipeline = new WalArchivePipeline(archive, log, Options with { UploadInterval = TimeSpan.FromSeconds(60) }))
        {
            Append(log, 1, 2);
            Sleep(machine, 30);
            Assert.Equal(Lsn.Zero, pipeline.Status.Archived);
            Assert.Equal(log.Durable - Lsn.Zero, pipeline.Status.LagSize);
            Append(log, 3, 30);
            Sleep(machine, 2);
            Assert.NotEqual(Lsn.Zero, pipeline.Status.Archived);
            Sleep(machine, 65);
            Assert.Equal(log.Durable, pipeline.Status.Archived);
            Assert.Null(pipeline.Status.LastError);
            Assert.NotEqual(0, pipeline.Status.CoveredTime);
            Append(log, 33, 2);
        }

        SimulatedArchive.AssertSame(archive, log);
        var timeline = Assert.Single(archive.ListTimelines());
        Assert.Equal([new LogInterval(Lsn.Zero, log.Durable)], timeline.Intervals);
        Assert.Equal(log.Durable, timeline.Covered!.Lsn);
        Assert.Single(archive.Store.List(LogArchiveNames.CoveredPrefix(log.Timeline.TimelineId)));
    });

    [Fact]
    public void A_store_that_fails_is_tried_again_and_nothing_is_lost() => Run((machine, log, archive) =>
    {
        var store = (MemoryStore)archive.Store;
        var random = new SeededRandom(5);
        using (var pipeline = new WalArchivePipeline(archive, log, Options))
        {
            store.Creating = key => Fail(random, key);
            store.Created = key => Fail(random, key, ObjectError.OutcomeUnknown);
            for (var i = 0; i < 20; i++)
            {
                Append(log, (uint)(1 + (i * 5)), 5);
                Sleep(machine, 3);
            }

            Assert.True(pipeline.Status.FailureCount > 3);
            store.Creating = _ => { };
            store.Created = _ => { };
            Sleep(machine, 130);
            Assert.Null(pipeline.Status.LastError);
        }

        SimulatedArchive.AssertSame(archive, log);
        Assert.Equal([new LogInterval(Lsn.Zero, log.Durable)], Assert.Single(archive.ListTimelines()).Intervals);
    });

    [Fact]
    public void Power_cut_at_every_change_leaves_a_whole_chain_that_goes_on()
    {
        foreach (var seed in SimulationSeeds.Sweep(2))
        {
            var before = SimulatedArchive.NewDisk(seed);
            var rehearsal = before.Clone(seed);
            SimulatedMachine.Run(seed, rehearsal, machine => ArchiveWhileWriting(machine, 1));
            Assert.True(rehearsal.MutationCount > 40, "the rehearsal did little");
            for (var number = 1L; number <= rehearsal.MutationCount + 1; number++)
            {
                var disk = before.Clone(seed);
                disk.CutPowerAtMutation(number);
                SimulatedMachine.Run(seed, disk, machine => ArchiveWhileWriting(machine, 1));
                disk.CutPower();
                var crashed = disk.Crash(seed + (ulong)number);
                SimulatedMachine.Run(seed + 70, crashed, machine =>
                {
                    ArchiveWhileWriting(machine, 1000);
                    CheckWhole(machine);
                });
            }
        }
    }

    private static void Fail(SeededRandom random, ObjectKey key, ObjectError error = ObjectError.Failed)
    {
        if (random.OneIn(3))
        {
            throw new ObjectException(error, key.Text, "the store fails");
        }
    }

    /// <summary>Opens log and archive, as a server does at its start, writes, ships, and releases what it may.</summary>
    private static void ArchiveWhileWriting(SimulatedMachine machine, uint firstXid)
    {
        using var log = SimulatedLog.Open(machine, SimulatedLog.SmallOptions, OldestNeeded(machine));
        using var store = SimulatedArchive.Store(machine);
        var archive = LogArchive.Create(machine.Machine, store, SimulatedLog.Timeline.DatabaseId, SimulatedArchive.GroupSize);
        using var archiver = LogArchiver.Open(archive, log, Options);
        for (uint round = 0; round < 5; round++)
        {
            Append(log, firstXid + (round * 10), 10, bodySize: 40_000);
            archiver.ShipOnce();
            log.Release(log.Durable);
        }

        while (archiver.ShipOnce())
        {
        }

        archiver.NoteCovered();
    }

    /// <summary>The log is asked for nothing that may have been released.</summary>
    private static Lsn OldestNeeded(SimulatedMachine machine)
    {
        using var store = SimulatedArchive.Store(machine);
        try
        {
            var archive = LogArchive.Open(machine.Machine, store);
            return archive.ListTimelines().SelectMany(timeline => timeline.Intervals).Select(interval => interval.End).LastOrDefault();
        }
        catch (LogArchiveException none) when (none.Error == LogArchiveError.NotAnArchive)
        {
            return Lsn.Zero;
        }
    }

    private static void CheckWhole(SimulatedMachine machine)
    {
        using var log = SimulatedLog.Open(machine, SimulatedLog.SmallOptions, OldestNeeded(machine));
        using var store = SimulatedArchive.Store(machine);
        var archive = LogArchive.Open(machine.Machine, store);
        var timeline = Assert.Single(archive.ListTimelines());
        Assert.Empty(timeline.Damages);
        var interval = Assert.Single(timeline.Intervals);
        Assert.Equal(Lsn.Zero, interval.Start);
        SimulatedArchive.AssertSame(archive, log);
        var xids = SimulatedArchive.ReadAll(archive, log.Timeline.TimelineId)
            .Where(record => record.Type == LogRecordType.Commit)
            .Select(record => LogCommit.Decode(record.Body, 0).Xid.Value)
            .ToList();
        Assert.Equal(50, xids.Count(xid => xid >= 1000));
    }

    private static void Refused(MemoryStore store, Action<WriteAheadLog> prepare, LogArchiveError expected) => WithLog(3, (machine, log) =>
    {
        prepare(log);
        var archive = LogArchive.Open(machine.Machine, store);
        var before = store.Files.Count;
        var error = Assert.Throws<LogArchiveException>(() => LogArchiver.Open(archive, log, Options));
        Assert.Equal(expected, error.Error);
        Assert.Equal(before, store.Files.Count);
    });

    private static void Run(Action<SimulatedMachine, WriteAheadLog, LogArchive> test) => WithLog(1, (machine, log) => test(
        machine, log, LogArchive.Create(machine.Machine, new MemoryStore(), log.Timeline.DatabaseId, SimulatedArchive.GroupSize)));

    private static void WithLog(ulong seed, Action<SimulatedMachine, WriteAheadLog> test) =>
        SimulatedMachine.Run(seed, SimulatedLog.NewDisk(seed, SimulatedLog.SmallOptions), machine =>
        {
            using var log = SimulatedLog.Open(machine, SimulatedLog.SmallOptions);
            test(machine, log);
        });

    private static void Sleep(SimulatedMachine machine, int seconds)
    {
        var gate = machine.Machine.Scheduler.CreateGate();
        gate.Enter();
        gate.Wait(TimeSpan.FromSeconds(seconds));
        gate.Exit();
    }

    private static void Append(WriteAheadLog log, uint firstXid, int count, ulong seed = 1, int bodySize = 20_000)
    {
        var random = new SeededRandom(seed);
        var batch = new LogBatch();
        for (uint i = 0; i < count; i++)
        {
            batch.Clear();
            random.Fill(batch.Add(LogRecordType.RedoFirst, 1 + random.Next(bodySize)));
            batch.AddCommit(new LogCommit(new Xid(firstXid + i), 1000 + i));
            log.Append(batch);
        }

        log.WaitDurable(log.End);
    }
}
