using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Store.Files;
using GeodeArchive.Wal.Reading;

namespace GeodeArchive.Tests.Database;

/// <summary>A database made of the files of a checkpoint and of the log behind it.</summary>
public sealed class ReplayerTests
{
    private const string Restored = "/restored";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(40)]
    public void A_state_is_replayed_and_goes_on_in_a_history_of_its_own(int transactions)
    {
        var disk = NewDisk(1);
        Past past = null!;
        SimulatedMachine.Run(1, disk, machine => past = MakePast(machine, transactions));
        ReplayResult result = null!;
        SimulatedMachine.Run(2, disk, machine => result = Replay(machine, past));
        Assert.Equal(transactions, result.Count);
        Assert.Equal(past.Xid, result.Xid);
        Assert.Equal((past.Fork.TimelineId, past.Fork.Lsn, past.Fork.Epoch + 1), (result.Timeline.ParentId, result.Timeline.Fork, result.Timeline.Epoch));
        Assert.NotEqual(past.Fork.TimelineId, result.Timeline.TimelineId);
        SimulatedMachine.Run(3, disk, machine =>
        {
            Assert.Empty(DatabaseBench.Check(machine, Restored));
            using var database = GraphDatabase.Open(machine.Machine, Open(machine, Restored), null, DatabaseBench.Options);
            Assert.Equal(past.Fingerprint, FingerprintOf(database));
            Assert.Equal(
                [past.Incarnation, result.IncarnationId], database.Store.Ancestors.TakeLast(2).Select(ancestor => ancestor.IncarnationId));
            Assert.Equal(past.Fork.Lsn, database.Log.Timeline.Fork);
            Assert.Equal(transactions >= 10, database.RecoveryPoints.ContainsKey("tenth"));

            // XIDs go on, and so does the log.
            var commit = DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Plain(99)));
            Assert.Equal(past.Xid.Next, commit.Xid);
            Assert.True(commit.Lsn > past.Fork.Lsn);
        });
        SimulatedMachine.Run(4, disk, machine =>
        {
            using var database = GraphDatabase.Open(machine.Machine, Open(machine, Restored), null, DatabaseBench.Options);
            Assert.Equal(result.Timeline.TimelineId, database.Log.Timeline.TimelineId);
            Assert.Equal(past.Xid.Next, database.AppliedXid);
        });
    }

    [Fact]
    public void A_power_cut_at_any_change_leaves_nothing_that_can_be_taken_for_the_database()
    {
        var disk = NewDisk(1);
        Past past = null!;
        SimulatedMachine.Run(1, disk, machine => past = MakePast(machine, 12));
        var whole = disk.Crash(1);
        var before = whole.MutationCount;
        SimulatedMachine.Run(2, whole, machine => Replay(machine, past));
        var changes = whole.MutationCount - before;
        Assert.InRange(changes, 20, 2000);
        var opened = 0;
        for (var change = 1; change <= changes; change++)
        {
            var cut = disk.Crash(1);
            cut.CutPowerAtMutation(change);
            SimulatedMachine.Run(2, cut, machine =>
            {
                try
                {
                    Replay(machine, past);
                }
                catch (Exception error) when (error is StoreException or FileException)
                {
                    // The power is off.
                }
            });
            SimulatedMachine.Run(3, cut.Crash((ulong)change), machine =>
            {
                try
                {
                    using var database = GraphDatabase.Open(machine.Machine, Open(machine, Restored), null, DatabaseBench.Options);
                    Assert.Equal(past.Fingerprint, FingerprintOf(database));
                    opened++;
                }
                catch (StoreException refused)
                {
                    Assert.Equal(StoreError.Unfinished, refused.Error);
                }
            });
        }

        Assert.InRange(opened, 0, 3);
    }

    [Fact]
    public void Without_a_log_it_is_the_state_of_the_checkpoint()
    {
        var disk = NewDisk(1);
        SimulatedMachine.Run(1, disk, machine =>
        {
            MakePast(machine, 3);
            var result = new Replayer(machine.Machine, DatabaseBench.Options, _ => { }).Run(Open(machine, Restored), null);
            Unmark(machine);
            Assert.Equal(0, result.Count);
            Assert.Equal(2u, result.Timeline.Epoch);
            using var database = GraphDatabase.Open(machine.Machine, Open(machine, Restored), null, DatabaseBench.Options);
            Assert.Equal(result.Xid, database.AppliedXid);
            Assert.Equal(2u, database.Store.Last.Epoch);
        });
    }

    [Fact]
    public void A_log_that_ends_before_the_place_is_refused()
    {
        var disk = NewDisk(1);
        SimulatedMachine.Run(1, disk, machine =>
        {
            var past = MakePast(machine, 5);
            past.Records.RemoveRange(past.Records.Count - 2, 2);
            Assert.Equal(StoreError.Damaged, Assert.Throws<StoreException>(() => Replay(machine, past)).Error);
            var failure = Assert.Throws<StoreException>(
                () => GraphDatabase.Open(machine.Machine, Open(machine, Restored), null, DatabaseBench.Options));
            Assert.Equal(StoreError.Unfinished, failure.Error);
        });
    }

    private static SimulatedDisk NewDisk(ulong seed)
    {
        var disk = DatabaseBench.NewDisk(seed);
        disk.PutDirectory(Restored);
        return disk;
    }

    /// <summary>Makes a database, puts the files of a checkpoint into the other directory, goes on, and keeps what the log then has.</summary>
    private static Past MakePast(SimulatedMachine machine, int transactions)
    {
        using var database = DatabaseBench.Create(machine);
        DatabaseBench.CreateGraph(database, DatabaseBench.GraphName);
        for (var i = 0; i < 30; i++)
        {
            DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Node(graph, $"L{i % 3}", i)));
        }

        database.Checkpoint();
        var checkpoint = database.Store.Last.CheckpointLsn;
        using (var target = Open(machine, Restored))
        {
            RestoreMark.Put(target);
            using var source = Open(machine, DatabaseBench.Folder);
            Copy(source, target, "catalog");
            target.CreateDirectory(FileName.From("graphs"), 0x1C0);
            using var from = source.OpenDirectory(FileName.From("graphs"));
            using var to = target.OpenDirectory(FileName.From("graphs"));
            foreach (var file in from.List())
            {
                Copy(from, to, file.Name.ToString());
            }

            to.Sync();
            target.Sync();
        }

        for (var i = 1; i <= transactions; i++)
        {
            if (i == 10)
            {
                database.CreateRecoveryPoint("tenth");
            }
            else
            {
                DatabaseBench.Change(database, graph => graph.SetNode(1 + (i % 30), DatabaseBench.Node(graph, $"M{i % 5}", i)));
            }
        }

        var fork = new ForkPoint(database.Log.Timeline.TimelineId, database.Log.Timeline.Epoch, database.Applied);
        var past = new Past(fork, FingerprintOf(database), database.AppliedXid, database.Store.IncarnationId, []);
        DatabaseBench.Change(database, graph => graph.CreateNode(DatabaseBench.Plain(1000)));
        using var reader = database.Log.Read(checkpoint);
        while (reader.TryRead(out var record) && record.End <= fork.Lsn)
        {
            past.Records.Add((record.Type, record.Body.ToArray(), record.End));
        }

        return past;
    }

    private static ReplayResult Replay(SimulatedMachine machine, Past past)
    {
        var result = new Replayer(machine.Machine, DatabaseBench.Options, _ => { }).Run(
            Open(machine, Restored), null, new RecordSource(past.Records), past.Fork);
        Unmark(machine);
        return result;
    }

    private static void Unmark(SimulatedMachine machine)
    {
        using var data = Open(machine, Restored);
        RestoreMark.Remove(data);
    }

    private static GraphFingerprint FingerprintOf(GraphDatabase database)
    {
        var snapshot = database.OpenSnapshot();
        var fingerprint = snapshot.Find(DatabaseBench.GraphName)!.ComputeFingerprint();
        snapshot.Release();
        return fingerprint;
    }

    private static IDirectory Open(SimulatedMachine machine, string folder) => machine.Machine.Files.OpenDirectory(FilePath.From(folder));

    private static void Copy(IDirectory source, IDirectory target, string name)
    {
        using var from = source.OpenFile(FileName.From(name));
        using var to = target.CreateFile(FileName.From(name), 0x180);
        var bytes = new byte[from.Length];
        from.Read(bytes, 0);
        to.Write(bytes, 0);
        to.Sync();
    }

    private sealed record Past(
        ForkPoint Fork, GraphFingerprint Fingerprint, Xid Xid, IncarnationId Incarnation, List<(LogRecordType Type, byte[] Body, Lsn End)> Records);

    private sealed class RecordSource(List<(LogRecordType Type, byte[] Body, Lsn End)> records) : ILogSource
    {
        private int _next;

        public bool TryRead(out LogRecord record)
        {
            if (_next == records.Count)
            {
                record = default;
                return false;
            }

            var (type, body, end) = records[_next++];
            record = new LogRecord(type, body, end, 0);
            return true;
        }
    }
}
