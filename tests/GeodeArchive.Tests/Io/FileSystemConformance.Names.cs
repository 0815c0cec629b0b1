using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Io;

/// <summary>Names, listings, links, renames.</summary>
public abstract partial class FileSystemConformance
{
    [Fact]
    public void Names_are_any_bytes_but_nul_and_slash() => InDirectory(directory =>
    {
        FileName[] names =
        [
            FileName.From([0xff, 0xfe, 0x80]),
            FileName.From([1, 2, (byte)'\n', 127]),
            FileName.From(Enumerable.Repeat((byte)0xe4, FileName.LengthMax).ToArray()),
            Name("ä"),
            Name("a\u0308"),
            Name(" "),
            Name("..."),
            Name("-rf"),
            Name("CASE"),
            Name("case"),
        ];
        foreach (var name in names)
        {
            using var file = directory.CreateFile(name, Mode("600"));
            file.Write(name.Bytes, offset: 0);
        }

        Assert.Equal(names.Order(), directory.List().Select(entry => entry.Name).Order());
        Assert.All(names, name => Assert.Equal(name.Bytes.ToArray(), Get(directory, name)));
    });

    [Fact]
    public void Listing_tells_kinds_and_leaves_out_the_dots() => InDirectory(directory =>
    {
        Put(directory, "file", []);
        directory.CreateDirectory(Name("directory"), Mode("755"));
        directory.CreateSymbolicLink(Name("link"), "file"u8);
        Assert.Equal(
            [
                new DirectoryEntry(Name("directory"), FileKind.Directory),
                new DirectoryEntry(Name("file"), FileKind.Regular),
                new DirectoryEntry(Name("link"), FileKind.SymbolicLink),
            ],
            directory.List().OrderBy(entry => entry.Name));
    });

    [Fact]
    public void Listing_a_large_directory_is_complete_for_workers_that_share_it() => InDirectory((machine, directory) =>
    {
        // More than one buffer of the kernel's.
        var names = Enumerable.Range(0, 3000).Select(number => $"a name that takes some room in the buffer {number:d4}").ToArray();
        foreach (var name in names)
        {
            directory.CreateFile(Name(name), Mode("600")).Dispose();
        }

        var workers = Enumerable.Range(0, 3)
            .Select(number => machine.Scheduler.Start($"lister {number}", () => Assert.Equal(names, Names(directory))))
            .ToArray();
        Assert.All(workers, worker => worker.Join());
    });

    [Fact]
    public void Paths_follow_links_and_dots() => Run((machine, path) =>
    {
        using var root = machine.Files.OpenDirectory(path);
        root.CreateDirectory(Name("real"), Mode("755"));
        using (var real = root.OpenDirectory(Name("real")))
        {
            Put(real, "inside", "content"u8);
            real.CreateSymbolicLink(Name("up"), ".."u8);
            real.CreateSymbolicLink(Name("absolute"), path.Bytes);
        }

        root.CreateSymbolicLink(Name("link"), "./real//"u8);
        foreach (var suffix in new[] { "real", "link", "link/", "real/../link", "real/up/real/./", "link/absolute/real" })
        {
            var way = FilePath.From($"{path}/{suffix}");
            using var found = machine.Files.OpenDirectory(way);
            Assert.Equal("content"u8.ToArray(), Get(found, "inside"));
            Assert.Equal(way.ToString(), found.DisplayPath);
            Assert.Equal(machine.Files.ResolvePath(path).Append(Name("real")), machine.Files.ResolvePath(way));
        }
    });

    [Fact]
    public void Paths_that_lead_nowhere_are_refused() => Run((machine, path) =>
    {
        using var root = machine.Files.OpenDirectory(path);
        Put(root, "file", []);
        root.CreateSymbolicLink(Name("loop"), "loop"u8);
        AssertFails(FileError.NotFound, () => machine.Files.OpenDirectory(FilePath.From($"{path}/missing")));
        AssertFails(FileError.NotFound, () => machine.Files.OpenDirectory(FilePath.From($"{path}/missing/below")));
        AssertFails(FileError.NotADirectory, () => machine.Files.OpenDirectory(FilePath.From($"{path}/file")));
        AssertFails(FileError.NotADirectory, () => machine.Files.OpenDirectory(FilePath.From($"{path}/file/below")));
        AssertFails(FileError.WrongKind, () => machine.Files.OpenDirectory(FilePath.From($"{path}/loop")));
        AssertFails(FileError.BadName, () => machine.Files.OpenDirectory(FilePath.From($"{path}/{new string('x', 256)}")));
        AssertFails(FileError.NotFound, () => machine.Files.ResolvePath(FilePath.From($"{path}/missing")));
        AssertFails(FileError.NotADirectory, () => machine.Files.ResolvePath(FilePath.From($"{path}/file")));
        AssertFails(FileError.WrongKind, () => machine.Files.ResolvePath(FilePath.From($"{path}/loop")));
    });

    [Fact]
    public void Missing_directories_are_made_down_to_the_path() => Run((machine, path) =>
    {
        var deep = FilePath.From($"{path}/a/b//c/");
        for (var round = 0; round < 2; round++)
        {
            using var made = machine.Files.OpenOrCreateDirectory(deep, Mode("710"));
            Assert.Equal(Mode("710"), made.GetMetadata().Mode);
        }

        using var root = machine.Files.OpenDirectory(path);
        root.CreateSymbolicLink(Name("dangling"), "nothing"u8);
        AssertFails(FileError.NotFound, () => machine.Files.OpenOrCreateDirectory(FilePath.From($"{path}/dangling"), Mode("755")));
        Assert.Equal(["a", "dangling"], Names(root));
    });

    [Fact]
    public void Names_never_follow_a_link() => InDirectory(directory =>
    {
        Put(directory, "file", "kept"u8);
        directory.CreateDirectory(Name("directory"), Mode("755"));
        directory.CreateSymbolicLink(Name("to file"), "file"u8);
        directory.CreateSymbolicLink(Name("to directory"), "directory"u8);
        directory.CreateSymbolicLink(Name("dangling"), "nothing"u8);

        AssertFails(FileError.WrongKind, () => directory.OpenFile(Name("to file")));
        AssertFails(FileError.WrongKind, () => directory.OpenFileForWriting(Name("to file")));
        AssertFails(FileError.NotADirectory, () => directory.OpenDirectory(Name("to directory")));
        AssertFails(FileError.NotADirectory, () => directory.DeleteDirectory(Name("to directory")));
        AssertFails(FileError.WrongKind, () => directory.SetMode(Name("to file"), Mode("600")));
        AssertFails(FileError.Exists, () => directory.CreateFile(Name("dangling"), Mode("600")));
        AssertFails(FileError.Exists, () => directory.CreateDirectory(Name("dangling"), Mode("700")));

        directory.DeleteFile(Name("to file"));
        directory.DeleteFile(Name("to directory"));
        Assert.Equal(["dangling", "directory", "file"], Names(directory));
        Assert.Equal("kept"u8.ToArray(), Get(directory, "file"));
    });

    [Fact]
    public void Links_keep_any_target() => InDirectory(directory =>
    {
        byte[][] targets = [[(byte)'/'], [0xff, 0x01], [.. Enumerable.Repeat((byte)'t', 4000)]];
        foreach (var (index, target) in targets.Index())
        {
            directory.CreateSymbolicLink(Name($"{index}"), target);
            Assert.Equal(target, directory.ReadSymbolicLink(Name($"{index}")));
            Assert.Equal(target.Length, directory.GetMetadata(Name($"{index}")).Size);
        }

        AssertFails(FileError.BadName, () => directory.CreateSymbolicLink(Name("empty"), []));
        AssertFails(FileError.BadName, () => directory.CreateSymbolicLink(Name("nul"), [(byte)'a', 0]));
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rename_moves_between_directories(bool replace) => InDirectory(directory =>
    {
        Put(directory, "old", "content"u8);
        directory.CreateDirectory(Name("below"), Mode("755"));
        using var below = directory.OpenDirectory(Name("below"));
        var inode = directory.GetMetadata(Name("old")).Inode;
        directory.Rename(Name("old"), below, Name("new"), replace);
        Assert.Equal(["below"], Names(directory));
        Assert.Equal(["new"], Names(below));
        Assert.Equal("content"u8.ToArray(), Get(below, "new"));
        Assert.Equal(inode, below.GetMetadata(Name("new")).Inode);
    });

    [Fact]
    public void Rename_replaces_or_refuses_as_asked() => InDirectory(directory =>
    {
        Put(directory, "one", "1"u8);
        Put(directory, "two", "2"u8);
        AssertFails(FileError.Exists, () => directory.Rename(Name("one"), directory, Name("two"), replace: false));
        AssertFails(FileError.Exists, () => directory.Rename(Name("one"), directory, Name("one"), replace: false));
        Assert.Equal("2"u8.ToArray(), Get(directory, "two"));
        directory.Rename(Name("one"), directory, Name("one"), replace: true);
        directory.Rename(Name("one"), directory, Name("two"), replace: true);
        Assert.Equal(["two"], Names(directory));
        Assert.Equal("1"u8.ToArray(), Get(directory, "two"));
    });

    [Fact]
    public void Of_racing_renames_that_may_not_replace_exactly_one_wins() => InDirectory((machine, directory) =>
    {
        const int WorkerCount = 4;
        for (var round = 0; round < 20; round++)
        {
            var target = Name($"target {round}");
            var winners = new bool[WorkerCount];
            var workers = Enumerable.Range(0, WorkerCount).Select(worker => machine.Scheduler.Start($"racer {worker}", () =>
            {
                Put(directory, $"{round} {worker}", [(byte)worker]);
                try
                {
                    directory.Rename(Name($"{round} {worker}"), directory, target, replace: false);
                    winners[worker] = true;
                }
                catch (FileException exception) when (exception.Error == FileError.Exists)
                {
                    directory.DeleteFile(Name($"{round} {worker}"));
                }
            })).ToArray();
            Assert.All(workers, worker => worker.Join());
            var winner = Assert.Single(Enumerable.Range(0, WorkerCount), worker => winners[worker]);
            Assert.Equal([(byte)winner], Get(directory, target));
        }

        Assert.Equal(20, directory.List().Count);
    });

    [Fact]
    public void A_directory_that_was_opened_is_not_its_path() => InDirectory(directory =>
    {
        directory.CreateDirectory(Name("before"), Mode("755"));
        using var opened = directory.OpenDirectory(Name("before"));
        directory.Rename(Name("before"), directory, Name("after"), replace: false);
        directory.CreateDirectory(Name("before"), Mode("755"));
        Put(opened, "file", "here"u8);
        using var after = directory.OpenDirectory(Name("after"));
        Assert.Equal("here"u8.ToArray(), Get(after, "file"));
        using var newcomer = directory.OpenDirectory(Name("before"));
        Assert.Empty(newcomer.List());
    });

    [Fact]
    public void A_deleted_directory_takes_no_names() => InDirectory(directory =>
    {
        directory.CreateDirectory(Name("gone"), Mode("755"));
        using var gone = directory.OpenDirectory(Name("gone"));
        directory.DeleteDirectory(Name("gone"));
        Assert.Empty(directory.List());
        AssertFails(FileError.NotFound, () => gone.CreateFile(Name("file"), Mode("600")));
        AssertFails(FileError.NotFound, () => gone.OpenFile(Name("file")));
    });
}
