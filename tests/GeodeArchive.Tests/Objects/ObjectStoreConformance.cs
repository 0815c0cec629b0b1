using GeodeArchive.Io;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Objects;

namespace GeodeArchive.Tests.Objects;

/// <summary>What every object store must do. Each store runs it under its own name.</summary>
public abstract class ObjectStoreConformance
{
    private static readonly ObjectKey Key = ObjectKey.From("archive/segments/ab/one");

    /// <summary>Runs a test against an empty store.</summary>
    protected abstract void With(Action<IObjectStore, Machine> test);

    [Fact]
    public void What_was_put_is_read_back_whole_in_ranges_and_from_the_end() => With((store, _) =>
    {
        Assert.True(store.PutIfAbsent(Key, "0123456789"u8));
        Assert.Equal("0123456789", Range(store, 0, 100));
        Assert.Equal("345", Range(store, 3, 3));
        Assert.Equal("9", Range(store, 9, 5));
        Assert.Equal(string.Empty, Range(store, 10, 5));
        var suffix = new byte[4];
        Assert.Equal((4, 10L), store.GetSuffix(Key, suffix));
        Assert.Equal("6789"u8.ToArray(), suffix);
        Assert.Equal((10, 10L), store.GetSuffix(Key, new byte[50]));
    });

    [Fact]
    public void An_open_object_is_read_at_any_place_and_may_be_deleted_meanwhile() => With((store, _) =>
    {
        Assert.Equal(ObjectError.NotFound, Assert.Throws<ObjectException>(() => ReadOf(store, 0, 1)).Error);
        Assert.True(store.PutIfAbsent(Key, "0123456789"u8));
        Assert.Equal("345", ReadOf(store, 3, 3));
        Assert.Equal("9", ReadOf(store, 9, 5));
        Assert.Equal(string.Empty, ReadOf(store, 10, 5));
        using var file = store.Open(Key);
        Assert.Equal(2, file.Read(1, new byte[2]));
        var suffix = new byte[4];
        Assert.Equal((4, 10L), file.ReadSuffix(suffix));
        Assert.Equal("6789"u8.ToArray(), suffix);
        Assert.Equal((10, 10L), file.ReadSuffix(new byte[50]));
        Assert.True(store.Delete(Key));
        var bytes = new byte[2];
        try
        {
            Assert.Equal(2, file.Read(5, bytes));
            Assert.Equal("56"u8.ToArray(), bytes);
        }
        catch (ObjectException error)
        {
            Assert.Equal(ObjectError.NotFound, error.Error);
        }
    });

    [Fact]
    public void An_object_is_never_replaced() => With((store, _) =>
    {
        Assert.True(store.PutIfAbsent(Key, "first"u8));
        Assert.False(store.PutIfAbsent(Key, "second"u8));
        Assert.Equal("first", Range(store, 0, 100));
        using var upload = store.BeginUpload(Key);
        using var part = Part("third");
        upload.WritePart(part, 5);
        Assert.Equal(ObjectError.Exists, Assert.Throws<ObjectException>(upload.Complete).Error);
        Assert.Equal("first", Range(store, 0, 100));
    });

    [Fact]
    public void Of_racing_creators_one_wins_and_its_content_is_there_whole() => With((store, machine) =>
    {
        const int creators = 6;
        var wins = new bool[creators];
        var workers = Enumerable.Range(0, creators).Select(i => machine.Scheduler.Start($"creator {i}", () =>
        {
            wins[i] = store.PutIfAbsent(Key, Enumerable.Repeat((byte)i, 9000).ToArray());
        })).ToList();
        workers.ForEach(worker => worker.Join());
        var winner = Assert.Single(Enumerable.Range(0, creators), i => wins[i]);
        var bytes = new byte[9001];
        Assert.Equal(9000, store.GetRange(Key, 0, bytes));
        Assert.All(bytes[..9000], value => Assert.Equal(winner, value));
    });

    [Fact]
    public void An_upload_appears_only_when_it_is_complete() => With((store, _) =>
    {
        using var part = new AlignedBuffer(8192);
        part.Span.Fill(7);
        using (var upload = store.BeginUpload(Key))
        {
            upload.WritePart(part, 8192);
            upload.WritePart(part, 100);
            Assert.Empty(store.List("archive/"));
            Assert.Equal(ObjectError.NotFound, Assert.Throws<ObjectException>(() => store.GetRange(Key, 0, new byte[1])).Error);
            upload.Complete();
        }

        Assert.Equal([new ObjectEntry(Key, 8292)], store.List("archive/"));
        var bytes = new byte[9000];
        Assert.Equal(8292, store.GetRange(Key, 0, bytes));
        Assert.All(bytes[..8292], value => Assert.Equal(7, value));
    });

    [Fact]
    public void An_upload_that_is_given_up_leaves_nothing() => With((store, _) =>
    {
        using (var upload = store.BeginUpload(Key))
        {
            using var part = Part("x");
            upload.WritePart(part, 1);
        }

        Assert.Empty(store.List(string.Empty));
        Assert.True(store.PutIfAbsent(Key, "later"u8));
    });

    [Fact]
    public void Folders_are_the_names_that_keys_go_on_below() => With((store, _) =>
    {
        Assert.Empty(store.ListFolders(string.Empty));
        Assert.Empty(store.ListFolders("a/"));
        foreach (var key in new[] { "a/x/1", "a/x/2", "a/y/z/3", "a/file", "b" })
        {
            Assert.True(store.PutIfAbsent(ObjectKey.From(key), "1"u8));
        }

        Assert.Equal(["a"], store.ListFolders(string.Empty));
        Assert.Equal(["x", "y"], store.ListFolders("a/").Order());
        Assert.Equal(["z"], store.ListFolders("a/y/"));
        Assert.Empty(store.ListFolders("a/x/"));
        Assert.Empty(store.ListFolders("a/file/"));
    });

    [Fact]
    public void An_empty_object_is_an_object() => With((store, _) =>
    {
        Assert.True(store.PutIfAbsent(Key, []));
        Assert.Equal((0, 0L), store.GetSuffix(Key, new byte[5]));
        Assert.Equal([new ObjectEntry(Key, 0)], store.List(string.Empty));
    });

    [Fact]
    public void What_is_not_there_is_not_found() => With((store, _) =>
    {
        Assert.Equal(ObjectError.NotFound, Assert.Throws<ObjectException>(() => store.GetRange(Key, 0, new byte[1])).Error);
        Assert.Equal(ObjectError.NotFound, Assert.Throws<ObjectException>(() => store.GetSuffix(Key, new byte[1])).Error);
        Assert.False(store.Delete(Key));
        Assert.Empty(store.List("archive/"));
    });

    [Fact]
    public void Listings_stay_below_their_prefix_and_depth() => With((store, _) =>
    {
        foreach (var key in new[] { "top", "archive/repository", "archive/index/a", "archive/segments/ab/c", "archive2/d" })
        {
            Assert.True(store.PutIfAbsent(ObjectKey.From(key), "x"u8));
        }

        static IEnumerable<string> Names(
            IEnumerable<ObjectEntry> entries) => entries.Select(entry => entry.Key.Text).Order(StringComparer.Ordinal);
        Assert.Equal(["archive/index/a", "archive/repository", "archive/segments/ab/c"], Names(store.List("archive/")));
        Assert.Equal(["archive/repository"], Names(store.List("archive/", recursive: false)));
        Assert.Equal(["top"], Names(store.List(string.Empty, recursive: false)));
        Assert.Equal(5, store.List(string.Empty).Count);
        Assert.Equal(2, store.List(string.Empty, countMax: 2).Count);
    });

    [Fact]
    public void A_deleted_object_is_gone_and_its_name_free() => With((store, _) =>
    {
        store.PutIfAbsent(Key, "x"u8);
        Assert.True(store.Delete(Key));
        Assert.False(store.Delete(Key));
        Assert.True(store.PutIfAbsent(Key, "y"u8));
        Assert.Equal("y", Range(store, 0, 9));
    });

    private static AlignedBuffer Part(string text)
    {
        var part = new AlignedBuffer(4096);
        System.Text.Encoding.ASCII.GetBytes(text, part.Span);
        return part;
    }

    private static string ReadOf(IObjectStore store, long offset, int length)
    {
        using var file = store.Open(Key);
        var bytes = new byte[length];
        return System.Text.Encoding.ASCII.GetString(bytes, 0, file.Read(offset, bytes));
    }

    private static string Range(IObjectStore store, long offset, int length)
    {
        var bytes = new byte[length];
        var count = store.GetRange(Key, offset, bytes);
        return System.Text.Encoding.ASCII.GetString(bytes, 0, count);
    }
}
