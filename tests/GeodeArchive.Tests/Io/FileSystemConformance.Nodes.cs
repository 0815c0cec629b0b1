using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Io;

/// <summary>Further names, holes, attributes, and what is neither file nor directory.</summary>
public abstract partial class FileSystemConformance
{
    [Fact]
    public void A_second_name_is_the_same_file() => InDirectory(directory =>
    {
        Put(directory, "file", "content"u8);
        directory.CreateDirectory(Name("below"), Mode("755"));
        directory.CreateSymbolicLink(Name("link"), "file"u8);
        using var below = directory.OpenDirectory(Name("below"));
        directory.CreateHardLink(Name("file"), below, Name("other"));
        directory.CreateHardLink(Name("link"), directory, Name("link too"));
        Assert.Equal(directory.GetMetadata(Name("file")), below.GetMetadata(Name("other")));
        Assert.Equal(2, below.GetMetadata(Name("other")).LinkCount);
        Assert.Equal(FileKind.SymbolicLink, directory.GetMetadata(Name("link too")).Kind);
        AssertFails(FileError.Exists, () => directory.CreateHardLink(Name("file"), below, Name("other")));
        AssertFails(FileError.NotFound, () => directory.CreateHardLink(Name("absent"), below, Name("new")));
        AssertFails(FileError.Denied, () => directory.CreateHardLink(Name("below"), directory, Name("new")));

        directory.DeleteFile(Name("file"));
        Assert.Equal(1, below.GetMetadata(Name("other")).LinkCount);
        Assert.Equal("content"u8.ToArray(), Get(below, "other"));
        directory.CreateHardLink(Name("link"), directory, Name("third"));
        directory.Rename(Name("link"), directory, Name("third"), replace: true);
        Assert.Equal(3, directory.GetMetadata(Name("link")).LinkCount);
    });

    [Fact]
    public void Holes_are_found() => InDirectory(directory =>
    {
        using var file = directory.CreateFile(Name("sparse"), Mode("644"));
        Assert.False(file.TryFindData(0, out _, out _));
        file.Write(new byte[1 << 16], 1 << 20);
        file.SetLength(3 << 20);
        file.Sync();
        Assert.True(file.TryFindData(0, out var start, out var end));
        Assert.Equal((1L << 20, (1L << 20) + (1 << 16)), (start, end));
        Assert.True(file.TryFindData(start + 5000, out var middle, out end));
        Assert.Equal((start + 5000, start + (1 << 16)), (middle, end));
        Assert.False(file.TryFindData(end, out _, out _));
        Assert.False(file.TryFindData(5 << 20, out _, out _));
        Assert.InRange(file.GetMetadata().AllocatedSize, 1 << 16, 1 << 19);
    });

    [Fact]
    public void Attributes_are_kept_of_files_directories_and_names() => InDirectory(directory =>
    {
        Put(directory, "file", []);
        using var file = directory.OpenFileForWriting(Name("file"));
        var large = new byte[3000];
        Array.Fill(large, (byte)7);
        Assert.Empty(file.ReadAttributes());
        file.SetAttribute(new ExtendedAttribute("user.one"u8.ToArray(), "1"u8.ToArray()));
        file.SetAttribute(new ExtendedAttribute("user.two"u8.ToArray(), large));
        file.SetAttribute(new ExtendedAttribute("user.none"u8.ToArray(), []));
        file.SetAttribute(new ExtendedAttribute("user.one"u8.ToArray(), "changed"u8.ToArray()));
        string[] expected = ["user.none=", "user.one=6368616E676564", $"user.two={Convert.ToHexString(large)}"];
        Assert.Equal(expected, Text(file.ReadAttributes()));
        Assert.Equal(expected, Text(directory.ReadAttributes(Name("file"))));
        file.RemoveAttribute("user.two"u8);
        AssertFails(FileError.NotFound, () => file.RemoveAttribute("user.two"u8));
        Assert.Equal(expected[..2], Text(file.ReadAttributes()));

        directory.SetAttribute(new ExtendedAttribute("user.directory"u8.ToArray(), [0, 255]));
        Assert.Equal(["user.directory=00FF"], Text(directory.ReadAttributes()));
        directory.RemoveAttribute("user.directory"u8);
        Assert.Empty(directory.ReadAttributes());
        AssertFails(FileError.NotFound, () => directory.RemoveAttribute("user.directory"u8));
        directory.SetAttribute(Name("file"), new ExtendedAttribute("user.named"u8.ToArray(), [1]));
        directory.RemoveAttribute(Name("file"), "user.one"u8);
        AssertFails(FileError.NotFound, () => directory.RemoveAttribute(Name("file"), "user.one"u8));
        Assert.Equal(["user.named=01", "user.none="], Text(file.ReadAttributes()));
        directory.CreateSymbolicLink(Name("link"), "file"u8);
        Assert.Empty(directory.ReadAttributes(Name("link")));
        AssertFails(FileError.NotFound, () => directory.ReadAttributes(Name("absent")));
    });

    [Fact]
    public void Fifos_and_sockets_are_made_and_never_opened() => InDirectory(directory =>
    {
        directory.CreateSpecialFile(Name("fifo"), FileKind.Fifo, Mode("666"), 0);
        directory.CreateSpecialFile(Name("socket"), FileKind.Socket, Mode("1777"), 0);
        Assert.Equal((FileKind.Fifo, Mode("666")), KindAndMode(directory, "fifo"));
        Assert.Equal((FileKind.Socket, Mode("1777")), KindAndMode(directory, "socket"));
        AssertFails(FileError.WrongKind, () => directory.OpenFile(Name("fifo")));
        AssertFails(FileError.WrongKind, () => directory.OpenFile(Name("socket")));
        AssertFails(FileError.Exists, () => directory.CreateSpecialFile(Name("fifo"), FileKind.Fifo, Mode("666"), 0));
        directory.DeleteFile(Name("fifo"));
    });

    private static (FileKind Kind, int Mode) KindAndMode(IDirectory directory, string name)
    {
        var metadata = directory.GetMetadata(Name(name));
        return (metadata.Kind, metadata.Mode);
    }

    private static IEnumerable<string> Text(IReadOnlyList<ExtendedAttribute> attributes) =>
        attributes.Select(one => $"{ByteText.Show(one.Name)}={Convert.ToHexString(one.Value)}").Order(StringComparer.Ordinal);
}
