using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Io;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/")]
    [InlineData("a\0")]
    public void What_leads_out_of_a_directory_is_no_name(string text)
    {
        Assert.Equal(FileError.BadName, Assert.Throws<FileException>(() => FileName.From(text)).Error);
        Assert.False(FileName.IsValid(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Names_are_at_most_255_bytes_long()
    {
        Assert.Equal(255, FileName.From(new string('x', 255)).Bytes.Length);
        Assert.Equal(FileError.BadName, Assert.Throws<FileException>(() => FileName.From(new string('x', 256))).Error);
        Assert.Throws<FileException>(() => FileName.From(new string('ä', 128)));
    }

    [Fact]
    public void Names_are_ordered_and_equal_by_bytes()
    {
        byte[] bytes = [(byte)'b'];
        var name = FileName.From(bytes);
        bytes[0] = (byte)'c';
        Assert.Equal(FileName.From("b"), name);
        Assert.Equal(FileName.From("b").GetHashCode(), name.GetHashCode());
        Assert.True(name == FileName.From("b") && name != FileName.From("bb"));
        Assert.True(FileName.From("B") < name && name < FileName.From("ba") && FileName.From([0xff]) > FileName.From("ä"));
        Assert.True(name <= FileName.From("b") && name >= FileName.From("b"));
        Assert.NotEqual(default, name);
        Assert.Throws<FileException>(() => default(FileName).Terminated.Length);
    }

    [Fact]
    public void Text_for_people_tells_every_two_names_apart()
    {
        Assert.Equal("plain ä", FileName.From("plain ä").ToString());
        Assert.Equal(@"\x0a\x1b[0m\xff\x5c", FileName.From([.. "\n\e[0m"u8, 0xff, (byte)'\\']).ToString());
        Assert.Equal(@"\x5cxff", FileName.From(@"\xff").ToString());
        Assert.Equal(@"\xe4\xc3", FileName.From([0xe4, 0xc3]).ToString());
    }

    [Theory]
    [InlineData("/", null, "/")]
    [InlineData("//", null, "/")]
    [InlineData("a", "a", ".")]
    [InlineData("a/", "a", ".")]
    [InlineData("/a", "a", "/")]
    [InlineData("/a//b//", "b", "/a")]
    [InlineData("a/..", null, "a")]
    [InlineData(".", null, ".")]
    public void Paths_have_a_parent_and_maybe_a_name(string path, string? name, string parent)
    {
        Assert.Equal(name, FilePath.From(path).Name?.ToString());
        Assert.Equal(FilePath.From(parent), FilePath.From(path).Parent);
        Assert.Equal(path[0] == '/', FilePath.From(path).IsAbsolute);
    }

    [Fact]
    public void Paths_are_put_together_with_one_slash()
    {
        Assert.Equal("/a", FilePath.From("/").Append(FileName.From("a")).ToString());
        Assert.Equal("/a/b", FilePath.From("/a").Append(FileName.From("b")).ToString());
        Assert.Throws<FileException>(() => FilePath.From(""));
        Assert.Throws<FileException>(() => FilePath.From("a\0b"));
    }

    [Fact]
    public void Times_are_ordered_by_seconds_then_nanoseconds()
    {
        FileTime[] inOrder = [new(-2, 5), new(-1, 0), new(-1, 999_999_999), new(0, 0), new(0, 1), new(1, 0)];
        Assert.Equal(inOrder, inOrder.Reverse().Order());
        Assert.True(inOrder[0] < inOrder[1] && inOrder[2] > inOrder[1]);
        Assert.True(inOrder[3] <= new FileTime(0, 0) && inOrder[3] >= new FileTime(0, 0));
    }
}
