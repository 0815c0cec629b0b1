namespace GeodeArchive.Tests.Architecture;

/// <summary>The rules find what they are for, and leave alone what only looks like it.</summary>
public sealed class TidyRulesTests
{
    [Theory]
    [InlineData("        // TO" + "DO: later", true)]
    [InlineData("        throw new NotImplemented" + "Exception();", true)]
    [InlineData("    [Fact(Skip" + " = \"slow\")]", true)]
    [InlineData("        stream.Skipped = count;", false)]
    public void Work_put_off_is_found(string line, bool isFound) => Assert.Equal(isFound, TidyRules.LeftUndone().IsMatch(line));

    [Theory]
    [InlineData("    #" + "region Fields", true)]
    [InlineData("    private async " + "void Run()", true)]
    [InlineData("        th" + "is.count = 1;", true)]
    [InlineData("    /// Only the holder may call this.", false)]
    public void Unwanted_forms_are_found(string line, bool isFound) => Assert.Equal(isFound, TidyRules.UnwantedForm().IsMatch(line));

    [Theory]
    [InlineData("cp x /wo" + "rk/x", true)]
    [InlineData("see src/wo" + "rk/x", false)]
    public void Paths_of_a_machine_are_found(string line, bool isFound) => Assert.Equal(isFound, TidyRules.MachinePath().IsMatch(line));

    [Theory]
    [InlineData("Helpers", true)]
    [InlineData("PathHelper.cs", true)]
    [InlineData("SegmentManager", true)]
    [InlineData("CommonPrefix.cs", false)]
    [InlineData("ManagerialTests.cs", false)]
    public void Names_that_say_nothing_are_found(string name, bool isFound) =>
        Assert.Equal(isFound, TidyRules.NamelessName().IsMatch(name));

    [Theory]
    [InlineData("public class Segment", true)]
    [InlineData("    private class Entry", true)]
    [InlineData("public record Options(int Level);", true)]
    [InlineData("internal partial class Crc32C", true)]
    [InlineData("public sealed class Segment", false)]
    [InlineData("public abstract class Stage", false)]
    [InlineData("public readonly record struct Lsn(ulong Value);", false)]
    [InlineData("public record struct Cursor", false)]
    public void Classes_left_open_are_found(string line, bool isFound) => Assert.Equal(isFound, TidyRules.OpenClass().IsMatch(line));

    [Theory]
    [InlineData("public sealed class Segment : IDisposable", "Segment")]
    [InlineData("internal sealed class Tree<TKey>", "Tree")]
    [InlineData("public readonly record struct Lsn(ulong Value);", "Lsn")]
    [InlineData("public sealed record Options", "Options")]
    [InlineData("public readonly ref struct BlockReader", "BlockReader")]
    [InlineData("public static unsafe partial class Crc32C", "Crc32C")]
    [InlineData("public enum FileKind : byte", "FileKind")]
    [InlineData("public delegate void BlockSink(ReadOnlySpan<byte> block);", "BlockSink")]
    [InlineData("file sealed class Hidden", "Hidden")]
    [InlineData("    private sealed class Nested", "")]
    [InlineData("/// <summary>One class of files.</summary>", "")]
    public void Types_of_a_file_are_found(string line, string name) =>
        Assert.Equal(name, TidyRules.TypeDeclaration().Match(line).Groups["name"].Value);
}
