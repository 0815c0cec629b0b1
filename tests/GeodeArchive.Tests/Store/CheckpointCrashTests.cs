using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Tests.Store;

using State = ImmutableSortedDictionary<uint, ImmutableSortedDictionary<string, string>>;

/// <summary>
/// The power is cut at every write, sync, creation and rename of a store's life. What is found then is the last checkpoint that was reported, or the
/// one that was being written; never a mixture, never less.
/// </summary>
public sealed class CheckpointCrashTests
{
    private const int CheckpointCount = 7;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_crash_leaves_the_last_checkpoint_or_the_one_being_written(int seed)
    {
        var whole = StoreBench.NewDisk((ulong)seed);
        Assert.False(new Life().Run((ulong)seed, whole));
        Assert.InRange(whole.MutationCount, 50, 1000);
        for (var number = 1L; number <= whole.MutationCount; number++)
        {
            var disk = StoreBench.NewDisk((ulong)seed);
            disk.CutPowerAtMutation(number);
            var life = new Life();
            Assert.True(life.Run((ulong)seed, disk));
            for (ulong way = 0; way < 3; way++)
            {
                life.VerifyAfterCrash(disk.Crash(((ulong)number * 10) + way), $"mutation {number}, way {way}");
            }
        }
    }

    [Theory]
    [InlineData(DiskOperations.Sync)]
    [InlineData(DiskOperations.Write)]
    [InlineData(DiskOperations.Create)]
    [InlineData(DiskOperations.SetLength)]
    public void A_checkpoint_that_fails_changes_nothing_and_the_next_one_succeeds(DiskOperations operation)
    {
        for (ulong seed = 1; seed <= 2; seed++)
        {
            var isReached = true;
            for (var number = 0; isReached; number++)
            {
                var disk = StoreBench.NewDisk(seed);
                var life = new Life { IsPatient = true };
                var fault = new SimulatedFault(FaultKind.Error)
                {
                    On = operation,
                    SkipCount = number,
                    Path = path => path.StartsWith(StoreBench.Folder + "/", StringComparison.Ordinal),
                };
                life.BeforeWork = () => disk.AddFault(fault);
                Assert.False(life.Run(seed, disk));
                isReached = life.FailureCount > 0;
                disk.CutPower();
                life.VerifyAfterCrash(disk.Crash(seed), $"seed {seed}, {operation} {number}");
            }
        }
    }

    [Fact]
    public void A_full_disk_fails_checkpoints_until_there_is_room()
    {
        var disk = StoreBench.NewDisk(1);
        var life = new Life { IsPatient = true };
        var failuresBefore = 0;
        life.BeforeWork = () => disk.CapacityBytes = disk.UsedBytes + (40 * 4096);
        life.AfterFailure = () =>
        {
            // Tried in vain first: attempts that fail must not use up what is free.
            if (++failuresBefore % 5 == 0)
            {
                disk.CapacityBytes = disk.UsedBytes + (100 * 4096);
            }
        };
        Assert.False(life.Run(1, disk));
        Assert.True(life.FailureCount >= 5);
        disk.CutPower();
        life.VerifyAfterCrash(disk.Crash(1), "full disk");
    }

    [Fact]
    public void Pages_of_a_checkpoint_that_may_be_durable_are_not_written_to_by_the_next()
    {
        var foundFailed = 0;
        for (ulong way = 1; way <= 20; way++)
        {
            var disk = StoreBench.NewDisk(way);
            StoreBench.Run(way, disk, (machine, files) =>
            {
                using var store = StoreBench.Create(machine, files);
                var tree = store.CreateGraph();
                StoreBench.Put(tree, "a", "1");
                StoreBench.WriteCheckpoint(store, 1);
                for (var key = 0; key < 200; key++)
                {
                    StoreBench.Put(tree, $"b {key}", new string('b', 500));
                }

                // The third sync is the superblock's.
                disk.AddFault(SimulatedFault.FailedSync(3));
                Assert.Throws<StoreException>(() => StoreBench.WriteCheckpoint(store, 2));
                foreach (var (key, _) in StoreBench.Scan(tree))
                {
                    tree.Delete(StoreBench.Bytes(key));
                }

                for (var key = 0; key < 200; key++)
                {
                    StoreBench.Put(tree, $"c {key:d3}", new string('c', 500));
                }

                // Pages are written, no superblock.
                disk.AddFault(SimulatedFault.FailedSync(1));
                Assert.Throws<StoreException>(() => StoreBench.WriteCheckpoint(store, 2));
                disk.CutPower();
            });
            StoreBench.Run(way, disk.Crash(way), (machine, files) =>
            {
                using var store = StoreBench.Open(machine, files);
                var count = StoreBench.Scan(store.Graph(new GraphId(1))).Count;
                Assert.Contains(count, (int[])[1, 201]);
                foundFailed += count == 201 ? 1 : 0;
                Assert.True(StoreBench.Check(files).TrueForAll(finding => finding is { File: "catalog", Page.Value: >= 1 and <= 4 }));
            });
        }

        Assert.InRange(foundFailed, 1, 19);
    }

    /// <summary>A store from its creation on: what was reported, and what may be found.</summary>
    private sealed class Life
    {
        private State _reported = State.Empty;
        private State? _begun;
        private bool _isCreated;

        /// <summary>Tries again what failed.</summary>
        public bool IsPatient { get; init; }

        public Action? BeforeWork { get; set; }

        public Action? AfterFailure { get; set; }

        public int FailureCount { get; private set; }

        public bool Run(ulong seed, SimulatedDisk disk) => StoreBench.Run(seed, disk, (machine, files) =>
        {
            using var store = StoreBench.Create(machine, files, new StoreOptions { CacheSizeMax = 0 });
            _isCreated = true;
            BeforeWork?.Invoke();
            var state = State.Empty;
            for (var number = 0; number < CheckpointCount; number++)
            {
                state = Change(store, state, machine.Random, number);
                WriteCheckpoint(store, state, (ulong)number + 1);
            }
        });

        public void VerifyAfterCrash(SimulatedDisk disk, string what) => Assert.False(StoreBench.Run(99, disk, (machine, files) =>
        {
            TreeStore store;
            try
            {
                store = StoreBench.Open(machine, files);
            }
            catch (StoreException error) when (error.Error == StoreError.NotFound && !_isCreated)
            {
                // Creation can begin again.
                StoreBench.Create(machine, files).Dispose();
                return;
            }

            using (store)
            {
                var found = Read(store);
                var isExpected = Equal(found, _reported) || (_begun is not null && Equal(found, _begun));
                Assert.True(isExpected, $"{what}: neither the reported nor the begun checkpoint");

                // A superblock that was half written is the only trace.
                Assert.True(StoreBench.Check(files).TrueForAll(finding => finding is { File: "catalog", Page.Value: >= 1 and <= 4 }), what);
                GoOn(machine, files, store, found, what);
            }
        }), what);

        private static void GoOn(SimulatedMachine machine, IStoreFiles files, TreeStore store, State found, string what)
        {
            for (var number = 0; number < 3; number++)
            {
                found = Change(store, found, machine.Random, number);
                StoreBench.WriteCheckpoint(store, 1000 + (ulong)number);
            }

            using var again = StoreBench.Open(machine, files);
            Assert.True(Equal(Read(again), found), $"{what}: what came after is lost");
            Assert.False(again.HasFallenBack);
            Assert.Empty(StoreBench.Check(files));
        }

        private void WriteCheckpoint(TreeStore store, State state, ulong lsn)
        {
            while (true)
            {
                try
                {
                    using var checkpoint = store.BeginCheckpoint(StoreBench.Mark(lsn));
                    _begun = state;
                    checkpoint.Write();
                    _reported = state;
                    return;
                }
                catch (StoreException) when (IsPatient)
                {
                    FailureCount++;
                    AfterFailure?.Invoke();
                }
            }
        }

        private static State Change(TreeStore store, State state, SeededRandom random, int number)
        {
            if (number is 0 or 2)
            {
                state = state.SetItem(store.CreateGraph().Id.Value, StoreBench.EmptyModel);
            }

            if (number == 4)
            {
                var dropped = state.Keys.First();
                store.DropGraph(new GraphId(dropped));
                state = state.Remove(dropped);
            }

            foreach (var graph in state.Keys)
            {
                var tree = store.Graph(new GraphId(graph));
                tree.Attributes = StoreBench.Bytes($"{number}");
                for (var count = 0; count < 12; count++)
                {
                    var key = new string('k', 1500) + random.Next(60);
                    var value = StoreBench.RandomText(random, random.OneIn(15) ? 20_000 : random.Next(300));
                    StoreBench.Put(tree, key, value);
                    state = state.SetItem(graph, state[graph].SetItem(key, value));
                }
            }

            return state;
        }

        private static State Read(TreeStore store) => store.Graphs.ToImmutableSortedDictionary(
            graph => graph.Value, graph => StoreBench.EmptyModel.AddRange(StoreBench.Scan(store.Graph(graph))));

        private static bool Equal(State left, State right) =>
            left.Keys.SequenceEqual(right.Keys) && left.All(graph => graph.Value.SequenceEqual(right[graph.Key]));
    }
}
