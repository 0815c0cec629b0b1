using GeodeArchive.Format;
using GeodeArchive.Store;
using GeodeArchive.Store.Trees;
using GeodeArchive.Tests.Measuring;

namespace GeodeArchive.Tests.Store;

/// <summary>What a store promises, one thing at a time.</summary>
public sealed class TreeStoreTests
{
    [Fact]
    public void A_store_is_there_after_its_creation() => StoreBench.Run((machine, files) =>
    {
        using (var store = StoreBench.Create(machine, files))
        {
            Assert.Equal(new Generation(1), store.Last.Generation);
        }

        Assert.Equal(StoreError.Exists, Assert.Throws<StoreException>(() => StoreBench.Create(machine, files)).Error);
        using var again = StoreBench.Open(machine, files);
        Assert.Empty(again.Graphs);
        Assert.Equal(StoreBench.Database, again.DatabaseId);
        Assert.Empty(again.Ancestors);
    });

    [Fact]
    public void No_store_is_not_found() => StoreBench.Run((machine, files) =>
        Assert.Equal(StoreError.NotFound, Assert.Throws<StoreException>(() => StoreBench.Open(machine, files)).Error));

    [Fact]
    public void Attributes_are_durable_with_the_checkpoint() => StoreBench.Run((machine, files) =>
    {
        using (var store = StoreBench.Create(machine, files))
        {
            store.Attributes = new byte[] { 1, 2 };
            store.CreateGraph().Attributes = new byte[StoreLimits.AttributesSizeMax];
            StoreBench.WriteCheckpoint(store, 5);
            store.Attributes = new byte[] { 3 };
        }

        using var again = StoreBench.Open(machine, files);
        Assert.Equal([1, 2], again.Attributes.ToArray());
        Assert.Equal(StoreLimits.AttributesSizeMax, again.Graph(new GraphId(1)).Attributes.Length);
        Assert.Equal(5UL, again.Last.CheckpointLsn.Value);
    });

    [Fact]
    public void Steady_overwriting_does_not_make_the_file_grow_without_bound() => StoreBench.Run((machine, files) =>
    {
        using var store = StoreBench.Create(machine, files);
        var tree = store.CreateGraph();
        var random = machine.Random;
        for (var key = 0; key < 3000; key++)
        {
            StoreBench.Put(tree, $"key {key:d6}", new string('v', 500));
        }

        StoreBench.WriteCheckpoint(store, 1);
        var initial = tree.File.Space.PageCount;
        for (ulong round = 2; round < 60; round++)
        {
            for (var count = 0; count < 100; count++)
            {
                StoreBench.Put(tree, $"key {random.Next(3000):d6}", StoreBench.RandomText(random, 500));
            }

            StoreBench.WriteCheckpoint(store, round);
        }

        // The pages of three states: the durable one, the one before, the one being written.
        Assert.InRange(tree.File.Space.PageCount, initial, (initial * 3) + 10);
        Assert.Empty(StoreBench.Check(files));
    });

    [Fact]
    public void What_a_pinned_checkpoint_uses_stays_until_it_is_let_go() => StoreBench.Run((machine, files) =>
    {
        using var store = StoreBench.Create(machine, files, new StoreOptions { CacheSizeMax = 0 });
        var tree = store.CreateGraph();
        for (var key = 0; key < 2000; key++)
        {
            StoreBench.Put(tree, $"key {key:d6}", new string('a', 500));
        }

        StoreBench.WriteCheckpoint(store, 1);
        var expected = StoreBench.Scan(tree);
        var pinned = store.OpenLastCheckpoint();
        using var snapshot = tree.CreateSnapshot();
        var sizes = new List<long>();
        for (ulong round = 2; round < 12; round++)
        {
            for (var key = 0; key < 2000; key++)
            {
                StoreBench.Put(tree, $"key {key:d6}", new string((char)('a' + round), 500));
            }

            StoreBench.WriteCheckpoint(store, round);
            sizes.Add(tree.File.Space.PageCount);
        }

        using (var graph = pinned.OpenGraph(tree.Id))
        {
            Assert.Equal(expected, StoreBench.Scan(graph));
        }

        Assert.Equal(expected, StoreBench.Scan(snapshot));
        Assert.Equal(sizes[^1], sizes[^4]);
        pinned.Dispose();
        snapshot.Dispose();
        StoreBench.WriteCheckpoint(store, 20);
        var free = tree.File.Space.PageCount;
        StoreBench.Put(tree, "key 000001", "more");
        StoreBench.WriteCheckpoint(store, 21);
        Assert.Equal(free, tree.File.Space.PageCount);
        Assert.Empty(StoreBench.Check(files));
    });

    [Fact]
    public void A_dropped_graph_goes_when_no_checkpoint_needs_it() => StoreBench.Run((machine, files) =>
    {
        using var store = StoreBench.Create(machine, files);
        StoreBench.Put(store.CreateGraph(), "key", "value");
        StoreBench.WriteCheckpoint(store, 1);
        store.DropGraph(new GraphId(1));
        StoreBench.WriteCheckpoint(store, 2);
        Assert.True(machine.Disk.Contains("/data/graphs/00000001"));
        StoreBench.WriteCheckpoint(store, 3);
        StoreBench.WriteCheckpoint(store, 4);
        Assert.False(machine.Disk.Contains("/data/graphs/00000001"));
        Assert.Equal(new GraphId(2), store.CreateGraph().Id);
    });

    [Fact]
    public void The_walk_finds_what_was_born_since_and_reads_nothing_else() => StoreBench.Run((machine, files) =>
    {
        using var store = StoreBench.Create(machine, files);
        var tree = store.CreateGraph();
        for (var key = 0; key < 5000; key++)
        {
            StoreBench.Put(tree, $"key {key:d6}", new string('v', 300));
        }

        StoreBench.Put(tree, "large", StoreBench.RandomText(machine.Random, 100_000));
        StoreBench.WriteCheckpoint(store, 1);
        var first = store.Last.Generation;
        var all = Walk(store, tree, Generation.None);
        Assert.Equal(all.Count, all.Distinct().Count());
        StoreBench.Put(tree, "key 002500", "changed");
        StoreBench.WriteCheckpoint(store, 2);
        var operations = machine.Disk.OperationCount;
        var changed = Walk(store, tree, first);

        // A leaf, the pages above it, the space map.
        Assert.InRange(changed.Count, 3, 4);
        Assert.InRange(machine.Disk.OperationCount - operations, 3, 6);
        Assert.All(changed, pointer => Assert.Equal(store.Last.Generation, pointer.Birth));
        Assert.Equal(all.Count, Walk(store, tree, Generation.None).Count);
        Assert.Empty(Walk(store, tree, store.Last.Generation));
    });

    [Fact]
    public void A_large_value_is_written_and_read_in_pieces() => StoreBench.Run((machine, files) =>
    {
        const int size = 17 << 20;
        var piece = new byte[100_000];
        using (var store = StoreBench.Create(machine, files, new StoreOptions { CacheSizeMax = 0 }))
        {
            var tree = store.CreateGraph();
            var value = tree.CreateValue();
            for (var done = 0; done < size; done += piece.Length)
            {
                piece.AsSpan().Fill((byte)(done / piece.Length));
                value.Append(piece.AsSpan(0, Math.Min(piece.Length, size - done)));
            }

            tree.Put("large"u8, value);
            StoreBench.WriteCheckpoint(store, 1);
        }

        using var again = StoreBench.Open(machine, files, new StoreOptions { CacheSizeMax = 0 });
        Assert.True(again.Graph(new GraphId(1)).TryGet("large"u8, out var found));
        Assert.Equal(size, found.Length);
        var reader = found.OpenReader();
        for (var done = 0; done < size; done += piece.Length)
        {
            var count = reader.Read(piece);
            Assert.Equal(Math.Min(piece.Length, size - done), count);
            Assert.False(piece.AsSpan(0, count).ContainsAnyExcept((byte)(done / piece.Length)));
        }

        Assert.Equal(0, reader.Read(piece));
        Assert.InRange(again.CacheSize, 1, 1 << 20);
        again.Graph(new GraphId(1)).Delete("large"u8);
        StoreBench.WriteCheckpoint(again, 2);
        Assert.Empty(StoreBench.Check(files));
    });

    [Fact]
    public void A_cached_get_allocates_nothing() => StoreBench.Run((machine, files) =>
    {
        using var store = StoreBench.Create(machine, files);
        var tree = store.CreateGraph();
        for (var key = 0; key < 3000; key++)
        {
            StoreBench.Put(tree, new string('k', 1000) + $"{key:d6}", "value");
        }

        StoreBench.WriteCheckpoint(store, 1);
        using var snapshot = tree.CreateSnapshot();
        var wanted = StoreBench.Bytes(new string('k', 1000) + "001234");
        Assert.True(snapshot.TryGet(wanted, out _));
        var length = 0;
        var least = Allocations.LeastOf(() =>
        {
            length = 0;
            for (var count = 0; count < 1000; count++)
            {
                snapshot.TryGet(wanted, out var value);
                length += value.Span.Length;
            }
        });
        Assert.Equal(0, least);
        Assert.Equal(5000, length);
    });

    [Fact]
    public void A_new_incarnation_knows_what_it_goes_on_from() => StoreBench.Run((machine, files) =>
    {
        IncarnationId first;
        using (var store = StoreBench.Create(machine, files))
        {
            first = store.IncarnationId;
            StoreBench.WriteCheckpoint(store, 1);
        }

        using (var store = StoreBench.Open(machine, files, new StoreOptions { BeginsIncarnation = true }))
        {
            Assert.NotEqual(first, store.IncarnationId);
            StoreBench.WriteCheckpoint(store, 2);
        }

        using var again = StoreBench.Open(machine, files);
        Assert.Equal([new StoreAncestor(first, new Generation(2))], again.Ancestors);
        Assert.Equal(new Generation(3), again.Last.Generation);
    });

    private static List<BlockPointer> Walk(TreeStore store, Tree tree, Generation bornAfter)
    {
        using var checkpoint = store.OpenLastCheckpoint();
        var walk = checkpoint.WalkPages(tree.Id, bornAfter);
        var pointers = new List<BlockPointer>();
        while (walk.MoveNext())
        {
            pointers.Add(walk.Pointer);
        }

        return pointers;
    }
}
