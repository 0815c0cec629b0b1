using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Io;

/// <summary>Modes, owners, times.</summary>
public abstract partial class FileSystemConformance
{
    public static TheoryData<long, int> Times => new()
    {
        { 0, 0 },
        { -1, 999_999_999 },
        { -1_000_000_000, 1 },
        { 1_769_306_400, 123_456_789 },
        { int.MaxValue, 999_999_999 },
        { int.MaxValue + 1L, 0 },
        { 4_102_444_800, 42 },
    };

    [Theory]
    [InlineData("000")]
    [InlineData("600")]
    [InlineData("666")]
    [InlineData("777")]
    [InlineData("1777")]
    [InlineData("7755")]
    public void Modes_are_exactly_as_asked_for(string octal) => InDirectory(directory =>
    {
        directory.CreateFile(Name("file"), Mode(octal)).Dispose();
        directory.CreateDirectory(Name("directory"), Mode(octal));
        Assert.Equal(Mode(octal), directory.GetMetadata(Name("file")).Mode);
        Assert.Equal(Mode(octal), directory.GetMetadata(Name("directory")).Mode);

        directory.CreateFile(Name("later"), Mode("600")).Dispose();
        directory.SetMode(Name("later"), Mode(octal));
        Assert.Equal(Mode(octal), directory.GetMetadata(Name("later")).Mode);
        using var file = directory.CreateFile(Name("open"), Mode("600"));
        file.SetMode(Mode(octal));
        Assert.Equal(Mode(octal), file.GetMetadata().Mode);
    });

    [Theory]
    [MemberData(nameof(Times))]
    public void Times_are_kept_to_the_nanosecond(long seconds, int nanoseconds) => InDirectory(directory =>
    {
        var time = new FileTime(seconds, nanoseconds);
        Put(directory, "file", []);
        Put(directory, "target", []);
        directory.CreateDirectory(Name("directory"), Mode("755"));
        directory.CreateSymbolicLink(Name("link"), "target"u8);
        var untouched = directory.GetMetadata(Name("target")).Modified;
        foreach (var name in new[] { Name("file"), Name("directory"), Name("link") })
        {
            directory.SetModifiedTime(name, time);
            Assert.Equal(time, directory.GetMetadata(name).Modified);
        }

        Assert.Equal(untouched, directory.GetMetadata(Name("target")).Modified);
        using var file = directory.OpenFileForWriting(Name("target"));
        file.SetModifiedTime(time);
        Assert.Equal(time, file.GetMetadata().Modified);
        directory.SetModifiedTime(time);
        Assert.Equal(time, directory.GetMetadata().Modified);
    });

    [Fact]
    public void Changing_content_or_names_moves_the_time() => InDirectory(directory =>
    {
        var past = new FileTime(1_000_000_000, 0);
        Put(directory, "file", []);
        using var file = directory.OpenFileForWriting(Name("file"));
        Action[] contentChanges = [() => file.Write("x"u8, offset: 0), () => file.SetLength(0)];
        foreach (var change in contentChanges)
        {
            file.SetModifiedTime(past);
            change();
            Assert.True(file.GetMetadata().Modified > past);
        }

        Action[] nameChanges =
        [
            () => directory.CreateDirectory(Name("new"), Mode("755")),
            () => directory.Rename(Name("new"), directory, Name("newer"), replace: false),
            () => directory.DeleteDirectory(Name("newer")),
        ];
        foreach (var change in nameChanges)
        {
            directory.SetModifiedTime(past);
            change();
            Assert.True(directory.GetMetadata().Modified > past);
        }

        file.SetModifiedTime(past);
        directory.SetModifiedTime(past);
        Get(directory, "file");
        directory.List();
        Assert.Equal(past, file.GetMetadata().Modified);
        Assert.Equal(past, directory.GetMetadata().Modified);
        Assert.True(file.GetMetadata().Changed > past);
    });

    [Fact]
    public void Owners_are_set_and_take_setuid_and_setgid_away() => InDirectory(directory =>
    {
        using var file = directory.CreateFile(Name("file"), Mode("6755"));
        directory.CreateDirectory(Name("directory"), Mode("2755"));
        directory.CreateSymbolicLink(Name("link"), "nothing"u8);
        var own = file.GetMetadata();

        // Only root can give files away; everybody can give them to himself.
        var (user, group) = own.UserId == 0 ? (12_345L, uint.MaxValue - 1L) : (own.UserId, own.GroupId);
        file.SetOwner(user, group);
        Assert.Equal((user, group, Mode("755")), OwnerAndMode(file.GetMetadata()));
        directory.SetMode(Name("file"), Mode("6755"));
        directory.SetOwner(Name("file"), user, group);
        Assert.Equal((user, group, Mode("755")), OwnerAndMode(directory.GetMetadata(Name("file"))));
        directory.SetOwner(Name("directory"), user, group);
        Assert.Equal((user, group, Mode("2755")), OwnerAndMode(directory.GetMetadata(Name("directory"))));
        directory.SetOwner(Name("link"), user, group);
        Assert.Equal((user, group, Mode("777")), OwnerAndMode(directory.GetMetadata(Name("link"))));
        directory.SetOwner(user, group);
        directory.SetMode(Mode("711"));
        Assert.Equal((user, group, Mode("711")), OwnerAndMode(directory.GetMetadata()));
    });

    [Fact]
    public void Metadata_is_the_same_by_name_and_by_opening() => InDirectory(directory =>
    {
        Put(directory, "one", new byte[5000]);
        Put(directory, "two", []);
        using var one = directory.OpenFile(Name("one"));
        one.Sync();
        var metadata = one.GetMetadata();
        Assert.Equal(metadata, directory.GetMetadata(Name("one")));
        Assert.Equal((FileKind.Regular, 5000L, 1L), (metadata.Kind, metadata.Size, metadata.LinkCount));
        Assert.InRange(metadata.AllocatedSize, 5000, 1 << 20);
        Assert.NotEqual(metadata.Inode, directory.GetMetadata(Name("two")).Inode);

        directory.CreateDirectory(Name("directory"), Mode("755"));
        using var below = directory.OpenDirectory(Name("directory"));
        Assert.Equal(below.GetMetadata(), directory.GetMetadata(Name("directory")));
        Assert.Equal(FileKind.Directory, below.GetMetadata().Kind);
        Assert.Equal(metadata.Device, below.GetMetadata().Device);
        directory.DeleteFile(Name("one"));
        Assert.Equal(0, one.GetMetadata().LinkCount);
    });

    private static (long UserId, long GroupId, int Mode) OwnerAndMode(FileMetadata metadata) =>
        (metadata.UserId, metadata.GroupId, metadata.Mode);
}
