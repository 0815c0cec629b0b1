using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Io;

/// <summary>Refusals, with the code that callers decide by.</summary>
public abstract partial class FileSystemConformance
{
    [Fact]
    public void What_is_missing_is_not_found() => InDirectory(directory =>
    {
        var missing = Name("missing");
        AssertFails(FileError.NotFound, () => directory.OpenFile(missing));
        AssertFails(FileError.NotFound, () => directory.OpenFileForWriting(missing));
        AssertFails(FileError.NotFound, () => directory.OpenDirectory(missing));
        AssertFails(FileError.NotFound, () => directory.ReadSymbolicLink(missing));
        AssertFails(FileError.NotFound, () => directory.Rename(missing, directory, Name("new"), replace: false));
        AssertFails(FileError.NotFound, () => directory.DeleteFile(missing));
        AssertFails(FileError.NotFound, () => directory.DeleteDirectory(missing));
        AssertFails(FileError.NotFound, () => directory.GetMetadata(missing));
        AssertFails(FileError.NotFound, () => directory.SetMode(missing, Mode("600")));
        AssertFails(FileError.NotFound, () => directory.SetOwner(missing, 0, 0));
        AssertFails(FileError.NotFound, () => directory.SetModifiedTime(missing, default));
    });

    [Fact]
    public void What_exists_is_not_created_again() => InDirectory(directory =>
    {
        Put(directory, "file", "kept"u8);
        directory.CreateDirectory(Name("directory"), Mode("755"));
        foreach (var name in new[] { Name("file"), Name("directory") })
        {
            AssertFails(FileError.Exists, () => directory.CreateFile(name, Mode("600")));
            AssertFails(FileError.Exists, () => directory.CreateDirectory(name, Mode("700")));
            AssertFails(FileError.Exists, () => directory.CreateSymbolicLink(name, "target"u8));
        }

        Assert.Equal("kept"u8.ToArray(), Get(directory, "file"));
    });

    [Fact]
    public void The_wrong_kind_is_refused() => InDirectory(directory =>
    {
        Put(directory, "file", []);
        directory.CreateDirectory(Name("directory"), Mode("755"));
        AssertFails(FileError.WrongKind, () => directory.OpenFile(Name("directory")));
        AssertFails(FileError.WrongKind, () => directory.OpenFileForWriting(Name("directory")));
        AssertFails(FileError.WrongKind, () => directory.DeleteFile(Name("directory")));
        AssertFails(FileError.WrongKind, () => directory.ReadSymbolicLink(Name("file")));
        AssertFails(FileError.WrongKind, () => directory.ReadSymbolicLink(Name("directory")));
        AssertFails(FileError.NotADirectory, () => directory.OpenDirectory(Name("file")));
        AssertFails(FileError.NotADirectory, () => directory.DeleteDirectory(Name("file")));
    });

    [Fact]
    public void Renames_between_kinds_are_refused() => InDirectory(directory =>
    {
        Put(directory, "file", []);
        directory.CreateDirectory(Name("empty"), Mode("755"));
        directory.CreateDirectory(Name("full"), Mode("755"));
        using var full = directory.OpenDirectory(Name("full"));
        Put(full, "inside", []);
        AssertFails(FileError.WrongKind, () => directory.Rename(Name("file"), directory, Name("empty"), replace: true));
        AssertFails(FileError.NotADirectory, () => directory.Rename(Name("empty"), directory, Name("file"), replace: true));
        AssertFails(FileError.NotEmpty, () => directory.Rename(Name("empty"), directory, Name("full"), replace: true));
        AssertFails(FileError.Unsupported, () => directory.Rename(Name("full"), full, Name("itself"), replace: true));
        AssertFails(FileError.Exists, () => directory.Rename(Name("full"), directory, Name("empty"), replace: false));
        directory.Rename(Name("full"), directory, Name("empty"), replace: true);
        Assert.Equal(["empty", "file"], Names(directory));
        Assert.Equal(["inside"], Names(full));
    });

    [Fact]
    public void A_directory_is_deleted_only_when_it_is_empty() => InDirectory(directory =>
    {
        directory.CreateDirectory(Name("directory"), Mode("755"));
        using var below = directory.OpenDirectory(Name("directory"));
        Put(below, "file", []);
        AssertFails(FileError.NotEmpty, () => directory.DeleteDirectory(Name("directory")));
        below.DeleteFile(Name("file"));
        directory.DeleteDirectory(Name("directory"));
        Assert.Empty(directory.List());
    });

    [Fact]
    public void A_file_opened_for_reading_is_not_written() => InDirectory(directory =>
    {
        Put(directory, "file", "kept"u8);
        using var file = directory.OpenFile(Name("file"));
        AssertFails(FileError.Denied, () => file.Write("lost"u8, offset: 0));
        AssertFails(FileError.Denied, () => file.SetLength(0));
        Assert.Equal("kept"u8.ToArray(), Get(directory, "file"));
    });

    [Fact]
    public void Values_that_the_kernel_would_take_for_something_else_are_refused() => InDirectory(directory =>
    {
        Put(directory, "file", []);
        using var file = directory.OpenFileForWriting(Name("file"));
        var before = file.GetMetadata();
        foreach (var (user, group) in new[] { (uint.MaxValue, 0L), (0L, uint.MaxValue), (-1L, 0L), (1L << 32, 0L) })
        {
            AssertFails(FileError.Unsupported, () => file.SetOwner(user, group));
            AssertFails(FileError.Unsupported, () => directory.SetOwner(user, group));
            AssertFails(FileError.Unsupported, () => directory.SetOwner(Name("file"), user, group));
        }

        // "now", "leave as it is", and none at all.
        foreach (var nanoseconds in new[] { 0x3fffffff, 0x3ffffffe, 1_000_000_000, -1 })
        {
            AssertFails(FileError.Unsupported, () => file.SetModifiedTime(new FileTime(1, nanoseconds)));
            AssertFails(FileError.Unsupported, () => directory.SetModifiedTime(new FileTime(1, nanoseconds)));
            AssertFails(FileError.Unsupported, () => directory.SetModifiedTime(Name("file"), new FileTime(1, nanoseconds)));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => file.SetMode(Mode("10000")));
        Assert.Throws<ArgumentOutOfRangeException>(() => directory.SetMode(Name("file"), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => directory.CreateFile(Name("new"), Mode("10644")));
        Assert.Equal(before, file.GetMetadata());
    });

    [Fact]
    public void What_was_closed_is_not_used() => InDirectory(directory =>
    {
        var file = directory.CreateFile(Name("file"), Mode("600"));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Write("x"u8, offset: 0));
        Assert.Throws<ObjectDisposedException>(() => file.Read(new byte[1], offset: 0));
        Assert.Throws<ObjectDisposedException>(file.Sync);
        directory.CreateDirectory(Name("below"), Mode("755"));
        var below = directory.OpenDirectory(Name("below"));
        below.Dispose();
        Assert.Throws<ObjectDisposedException>(below.List);
        Assert.Throws<ObjectDisposedException>(() => below.CreateFile(Name("file"), Mode("600")));
    });

    [Fact]
    public void Directories_of_another_implementation_are_refused() => InDirectory(directory =>
    {
        Put(directory, "file", []);
        using var other = new ForeignDirectory();
        Assert.Throws<ArgumentException>(() => directory.Rename(Name("file"), other, Name("new"), replace: false));
        Assert.Equal(["file"], Names(directory));
    });
}
