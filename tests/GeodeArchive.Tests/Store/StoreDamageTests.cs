using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;
using GeodeArchive.Store.Checking;

namespace GeodeArchive.Tests.Store;

/// <summary>Damaged files: found, named, and passed over where there is something behind them.</summary>
public sealed class StoreDamageTests
{
    private const string CatalogPath = StoreBench.Folder + "/catalog";
    private const string GraphPath = StoreBench.Folder + "/graphs/00000001";

    [Theory]
    [InlineData(CatalogPath, "catalog")]
    [InlineData(GraphPath, "graphs/00000001")]
    public void Every_flipped_byte_that_is_used_is_found_and_named(string path, string name)
    {
        var disk = NewStore();
        var used = UsedPages(disk, name == "catalog" ? default : new GraphId(1));
        Assert.InRange(used.Count, 4, 60);
        var random = new SeededRandom(1);
        foreach (var page in used)
        {
            // All bytes of headers, and some of the rest, which is one sum.
            for (var offset = 0; offset < StoreLimits.PageSize; offset += offset < 192 ? 1 : 97 + random.Next(300))
            {
                var place = (page * StoreLimits.PageSize) + offset;
                disk.FlipBits(path, place, 0x10);
                var findings = CheckOf(disk);
                Assert.Contains(findings, finding => finding.File == name && finding.Page?.Value == page);
                disk.FlipBits(path, place, 0x10);
            }
        }

        Assert.Empty(CheckOf(disk));
    }

    [Fact]
    public void A_damaged_page_is_named_when_it_is_read()
    {
        var disk = NewStore();
        var root = 0L;
        StoreBench.Run(2, disk, (machine, files) =>
        {
            using var store = StoreBench.Open(machine, files);
            using var checkpoint = store.OpenLastCheckpoint();
            root = checkpoint.Graphs[new GraphId(1)].Root.Page.Value;
        });
        disk.FlipBits(GraphPath, (root * StoreLimits.PageSize) + 5000, 1);
        StoreBench.Run(3, disk, (machine, files) =>
        {
            using var store = StoreBench.Open(machine, files);
            var failure = Assert.Throws<StoreException>(() => StoreBench.Get(store.Graph(new GraphId(1)), "key 1"));
            Assert.Equal(StoreError.Damaged, failure.Error);
            Assert.Equal("graphs/00000001", failure.DamagedFile);
            Assert.Equal(root, failure.DamagedPage?.Value);
            Assert.Equal(FormatError.BadChecksum, failure.DamageKind);
            Assert.NotNull(failure.Hint);
        });
    }

    [Fact]
    public void A_damaged_superblock_falls_back_by_one_in_a_new_incarnation()
    {
        var disk = NewStore();
        var newest = NewestSlot(disk);
        disk.FlipBits(CatalogPath, (newest.Slot * StoreLimits.PageSize) + 50, 1);
        StoreBench.Run(2, disk, (machine, files) =>
        {
            using (var store = StoreBench.Open(machine, files))
            {
                Assert.True(store.HasFallenBack);
                Assert.NotEqual(newest.IncarnationId, store.IncarnationId);
                Assert.Equal(newest.PreviousGeneration, store.Ancestors[^1].Generation);
                Assert.Equal("2", StoreBench.Get(store.Graph(new GraphId(1)), "round"));
                StoreBench.Put(store.Graph(new GraphId(1)), "round", "4");
                StoreBench.WriteCheckpoint(store, 10);
                Assert.True(store.Last.Generation > newest.Generation);
            }

            using var again = StoreBench.Open(machine, files);
            Assert.False(again.HasFallenBack);
            Assert.Equal("4", StoreBench.Get(again.Graph(new GraphId(1)), "round"));
            Assert.Empty(StoreBench.Check(files));
        });
    }

    [Fact]
    public void A_damaged_catalog_falls_back_by_one_and_what_was_passed_over_does_not_come_back()
    {
        var disk = NewStore();
        var newest = NewestSlot(disk);
        var place = newest.CatalogRoot.Page.Offset + 100;
        disk.FlipBits(CatalogPath, place, 1);
        StoreBench.Run(2, disk, (machine, files) =>
        {
            using var store = StoreBench.Open(machine, files);
            Assert.True(store.HasFallenBack);
            Assert.Equal("2", StoreBench.Get(store.Graph(new GraphId(1)), "round"));
            StoreBench.Put(store.Graph(new GraphId(1)), "round", "4");

            // The checkpoint gets as far as the sync of the graph's file; and the damage heals.
            machine.Disk.AddFault(new SimulatedFault(FaultKind.Error) { On = DiskOperations.Sync, Path = path => path == GraphPath });
            Assert.Throws<StoreException>(() => StoreBench.WriteCheckpoint(store, 10));
        });
        disk.FlipBits(CatalogPath, place, 1);
        StoreBench.Run(3, disk, (machine, files) =>
        {
            using var store = StoreBench.Open(machine, files);
            Assert.Equal("2", StoreBench.Get(store.Graph(new GraphId(1)), "round"));
        });
    }

    [Fact]
    public void Two_damaged_superblocks_are_refused()
    {
        var disk = NewStore();
        var newest = NewestSlot(disk);
        disk.FlipBits(CatalogPath, newest.Slot * StoreLimits.PageSize, 1);
        disk.FlipBits(CatalogPath, ((newest.Slot % 4) + 1) * StoreLimits.PageSize, 1);
        StoreBench.Run(2, disk, (machine, files) =>
        {
            var failure = Assert.Throws<StoreException>(() => StoreBench.Open(machine, files));
            Assert.Equal(StoreError.Damaged, failure.Error);
            Assert.NotNull(failure.Hint);
        });
    }

    [Fact]
    public void Damage_in_both_catalogs_is_refused_with_the_place()
    {
        var disk = NewStore();
        foreach (var superblock in Superblocks(disk).Take(2))
        {
            disk.FlipBits(CatalogPath, superblock.CatalogRoot.Page.Offset + 100, 1);
        }

        StoreBench.Run(2, disk, (machine, files) =>
        {
            var failure = Assert.Throws<StoreException>(() => StoreBench.Open(machine, files));
            Assert.Equal(StoreError.Damaged, failure.Error);
            Assert.Contains("catalog, page ", failure.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(FaultKind.LostWrite)]
    [InlineData(FaultKind.MisdirectedWrite)]
    [InlineData(FaultKind.FlippedBitInWrite)]
    public void A_write_that_goes_wrong_unnoticed_is_found_or_did_no_harm(FaultKind kind)
    {
        var foundCount = 0;
        for (var number = 0; number < 30; number++)
        {
            var disk = new SimulatedDisk((ulong)number);
            disk.PutDirectory(StoreBench.Folder);
            FillStore((ulong)number, disk, () => disk.AddFault(new SimulatedFault(kind) { SkipCount = number }));
            StoreBench.Run(2, disk, (machine, files) =>
            {
                var findings = StoreBench.Check(files);
                foundCount += findings.Count > 0 ? 1 : 0;
                try
                {
                    using var store = StoreBench.Open(machine, files);
                    var entries = StoreBench.Scan(store.Graph(new GraphId(1)));

                    // What is read is a whole state, and not one that the faults made.
                    var round = entries.Find(entry => entry.Key == "round").Value;
                    Assert.Contains(round, (string[])["1", "2", "3"]);
                    Assert.All(entries.Where(entry => entry.Key != "round"), entry => Assert.Equal($"{round} {entry.Key}", entry.Value[..^400]));
                    Assert.True(round == "3" || findings.Count > 0 || kind != FaultKind.FlippedBitInWrite);
                }
                catch (StoreException failure)
                {
                    Assert.Equal(StoreError.Damaged, failure.Error);
                    Assert.NotEmpty(findings);
                }
            });
        }

        Assert.InRange(foundCount, 3, 30);
    }

    private static SimulatedDisk NewStore()
    {
        var disk = StoreBench.NewDisk(1);
        FillStore(1, disk, () => { });
        return disk;
    }

    private static void FillStore(ulong seed, SimulatedDisk disk, Action beforeWork) => StoreBench.Run(seed, disk, (machine, files) =>
    {
        using var store = StoreBench.Create(machine, files);
        var tree = store.CreateGraph();
        beforeWork();
        for (var round = 1; round <= 3; round++)
        {
            for (var key = 0; key < 100; key++)
            {
                StoreBench.Put(tree, $"key {key}", $"{round} key {key}" + new string('v', 400));
            }

            StoreBench.Put(tree, "round", $"{round}");
            StoreBench.WriteCheckpoint(store, (ulong)round);
        }
    });

    private static List<StoreFinding> CheckOf(SimulatedDisk disk)
    {
        List<StoreFinding> findings = [];
        StoreBench.Run(7, disk, (_, files) => findings = StoreBench.Check(files));
        return findings;
    }

    private static List<Superblock> Superblocks(SimulatedDisk disk)
    {
        var catalog = disk.ReadFile(CatalogPath);
        var superblocks = new List<Superblock>();
        for (var slot = 1; slot <= StoreLimits.SuperblockCount; slot++)
        {
            var page = catalog.AsSpan(slot * StoreLimits.PageSize, StoreLimits.PageSize);
            if (page.ContainsAnyExcept((byte)0))
            {
                superblocks.Add(Superblock.Decode(page, slot));
            }
        }

        return [.. superblocks.OrderByDescending(superblock => superblock.Generation)];
    }

    private static Superblock NewestSlot(SimulatedDisk disk) => Superblocks(disk)[0];

    /// <summary>Header, superblocks, and what the two checkpoints use that can be opened.</summary>
    private static SortedSet<long> UsedPages(SimulatedDisk disk, GraphId graph)
    {
        var used = new SortedSet<long> { 0 };
        if (graph.Value == 0)
        {
            used.UnionWith([1, 2, 3, 4]);
        }

        StoreBench.Run(6, disk, (machine, files) =>
        {
            using var store = StoreBench.Open(machine, files);
            using var checkpoint = store.OpenLastCheckpoint();
            var walk = checkpoint.WalkPages(graph, Generation.None);
            while (walk.MoveNext())
            {
                used.Add(walk.Pointer.Page.Value);
            }
        });
        return used;
    }
}
