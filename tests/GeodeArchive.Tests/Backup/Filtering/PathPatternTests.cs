using System.Text;
using GeodeArchive.Backup.Filtering;
using GeodeArchive.Backup.Walking;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Tests.Backup.Filtering;

/// <summary>What patterns match, as README.md says it.</summary>
public sealed class PathPatternTests
{
    [Theory]
    [InlineData("name", "name", true)]
    [InlineData("name", "a/b/name", true)]
    [InlineData("name", "name/below", false)]
    [InlineData("/name", "name", true)]
    [InlineData("/name", "a/name", false)]
    [InlineData("./name", "name", true)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "x/a/b", false)]
    [InlineData("*.o", "deep/er/x.o", true)]
    [InlineData("*.o", ".o", true)]
    [InlineData("*.o", "x.o.c", false)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbYcZ", false)]
    [InlineData("*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("/a/*", "a/b", true)]
    [InlineData("/a/*", "a/b/c", false)]
    [InlineData("?", "\u65e5", true)]
    [InlineData("?", "ab", false)]
    [InlineData("???", "\u65e5", false)]
    [InlineData("[abc]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[!a-c]x", "dx", true)]
    [InlineData("[^a-c]x", "ax", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[!]]x", "]x", false)]
    [InlineData("[a-]x", "-x", true)]
    [InlineData("[\\]]x", "]x", true)]
    [InlineData("[\u00e0-\u00ff]", "\u00fc", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "x", false)]
    [InlineData("\\!x", "!x", true)]
    [InlineData("**/a", "a", true)]
    [InlineData("**/a", "x/y/a", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**/b", "x/a/b", false)]
    [InlineData("a/**/b/**/c", "a/b/b/x/c", true)]
    [InlineData("a/**/b/**/c", "a/x/c", false)]
    [InlineData("**", "any/thing", true)]
    [InlineData("x**y", "xzzy", true)]
    public void Patterns_match_paths(string pattern, string path, bool isMatch) => Assert.Equal(isMatch, Matches(pattern, path, isDirectory: false));

    [Fact]
    public void A_slash_at_the_end_is_for_directories()
    {
        Assert.True(Matches("tmp/", "a/tmp", isDirectory: true));
        Assert.False(Matches("tmp/", "a/tmp", isDirectory: false));
        Assert.True(Matches("/tmp/", "tmp", isDirectory: true));
        Assert.False(Matches("/tmp/", "a/tmp", isDirectory: true));
    }

    [Fact]
    public void Names_that_are_not_utf8_are_matched_byte_by_byte()
    {
        var name = FileName.From([(byte)'x', 0xFF, 0xE9]);
        Assert.True(Parse("x??"u8).Matches(TreePath.Root, name, isDirectory: false));
        Assert.False(Parse("x?"u8).Matches(TreePath.Root, name, isDirectory: false));
        Assert.True(Parse([(byte)'*', 0xE9]).Matches(TreePath.Root, name, isDirectory: false));
        Assert.True(Parse([(byte)'x', (byte)'[', 0xFF, (byte)']', (byte)'*']).Matches(TreePath.Root, name, isDirectory: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("!")]
    [InlineData("a//b")]
    [InlineData("a/../b")]
    [InlineData("a/.")]
    [InlineData("[a")]
    [InlineData("[]")]
    [InlineData("[!]")]
    [InlineData("a\\")]
    public void What_can_match_nothing_is_refused(string text)
    {
        Assert.False(PathPattern.TryParse(Encoding.UTF8.GetBytes(text), out var pattern, out var reason));
        Assert.Null(pattern);
        Assert.NotEmpty(reason);
    }

    [Theory]
    [InlineData("/a/b/c", "a", true)]
    [InlineData("/a/b/c", "a/b", true)]
    [InlineData("/a/b/c", "a/b/c", false)]
    [InlineData("/a/b/c", "x", false)]
    [InlineData("/a/*/c", "a/x", true)]
    [InlineData("/a/**/c", "a/x/y", true)]
    [InlineData("/a/**/c", "b", false)]
    [InlineData("name", "any/where", true)]
    public void Directories_that_may_lead_to_a_match_are_known(string pattern, string directory, bool mayMatch) =>
        Assert.Equal(mayMatch, Parse(Encoding.UTF8.GetBytes(pattern)).MayMatchBelow(PathOf(directory.Split('/'))));

    [Fact]
    public void The_last_match_decides()
    {
        var filter = new PathFilter([Parse("*.o"u8), Parse("!keep.o"u8), Parse("/x/keep.o"u8)]);
        Assert.True(filter.IsExcluded(TreePath.Root, FileName.From("a.o"), isDirectory: false));
        Assert.False(filter.IsExcluded(TreePath.Root, FileName.From("keep.o"), isDirectory: false));
        Assert.True(filter.IsExcluded(PathOf(["x"]), FileName.From("keep.o"), isDirectory: false));
        Assert.False(filter.IsExcluded(TreePath.Root, FileName.From("a.c"), isDirectory: false));
    }

    private static bool Matches(string pattern, string path, bool isDirectory)
    {
        var names = path.Split('/');
        return Parse(Encoding.UTF8.GetBytes(pattern)).Matches(PathOf(names[..^1]), FileName.From(names[^1]), isDirectory);
    }

    private static TreePath PathOf(IEnumerable<string> names) =>
        names.Aggregate(TreePath.Root, (path, name) => path.Append(FileName.From(name)));

    private static PathPattern Parse(ReadOnlySpan<byte> text)
    {
        Assert.True(PathPattern.TryParse(text, out var pattern, out var reason), reason);
        return pattern!;
    }
}
