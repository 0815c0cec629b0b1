namespace GeodeArchive.Tests.Architecture;

/// <summary>What every file of the tree keeps to. A failure names file, line and rule.</summary>
public sealed class TidyTests
{
    private const int LinesMax = 500;
    private const int LineLengthMax = 140;

    // A row of test data is read as a row.
    private const int TestLineLengthMax = 180;

    // The second decoder is one script that can be copied to a machine where nothing else is left.
    private const string DecoderFolder = "format-spec/decoder/";

    private static readonly string[] TopLevel =
    [
        ".ci", ".editorconfig", ".gitignore", "BannedSymbols.txt", "CHANGELOG.md", "Directory.Build.props", "Directory.Packages.props",
        "GeodeArchive.sln", "LICENSE", "README.md", "benchmarks", "format-spec", "fuzz", "global.json", "src", "tests", "tools",
    ];

    // There, but no part of the tree.
    private static readonly string[] TopLevelIgnored = [".git", "artifacts"];

    private static readonly string[] TextExtensions =
        [".cs", ".csproj", ".editorconfig", ".gitignore", ".json", ".md", ".props", ".py", ".slnf", ".sh", ".targets", ".txt"];

    private static readonly string[] TextFiles =
        [.. SourceTree.Files.Where(path => IsScript(path) || TextExtensions.Contains(Path.GetExtension(path)))];

    private static readonly string[] CodeFiles =
        [.. SourceTree.Files.Where(path => IsScript(path) || IsCSharp(path) || path.EndsWith(".py", StringComparison.Ordinal))];

    private static readonly string[] ProductFiles = [.. SourceTree.Files.Where(path => IsCSharp(path) && IsProduct(path))];

    [Fact]
    public void Top_level_holds_only_what_is_listed()
    {
        IEnumerable<string> actual =
            new DirectoryInfo(SourceTree.Root).EnumerateFileSystemInfos().Select(entry => entry.Name).Except(TopLevelIgnored);
        Assert.Equal(TopLevel.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Code_files_are_short()
    {
        AssertNone(
            from path in CodeFiles
            where !path.StartsWith(DecoderFolder, StringComparison.Ordinal)
            let count = SourceTree.ReadLines(path).Length
            where count > LinesMax
            select $"{path}: {count} lines, at most {LinesMax}: is there a second thing inside?");
    }

    [Fact]
    public void Code_lines_are_short()
    {
        foreach (bool isTest in (bool[])[false, true])
        {
            int max = isTest ? TestLineLengthMax : LineLengthMax;
            IEnumerable<string> files = CodeFiles.Where(path => path.StartsWith("tests/", StringComparison.Ordinal) == isTest);
            AssertNone(LinesWhere(files, line => line.Length > max, $"longer than {max}"));
        }
    }

    [Fact]
    public void Text_has_no_tabs_and_no_trailing_whitespace()
    {
        AssertNone(LinesWhere(TextFiles, line => line.Contains('\t'), "tab"));
        AssertNone(LinesWhere(TextFiles, line => line.Length > 0 && char.IsWhiteSpace(line[^1]), "trailing whitespace"));
    }

    [Fact]
    public void Text_ends_with_one_newline_and_has_no_carriage_returns()
    {
        AssertNone(
            from path in TextFiles
            let text = SourceTree.ReadText(path)
            where text.Length > 0 && (!text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal) || text.Contains('\r'))
            select $"{path}: ends without a newline or with several, or has carriage returns");
    }

    [Fact]
    public void Nothing_is_left_undone()
    {
        AssertNone(LinesWhere(CodeFiles, TidyRules.LeftUndone().IsMatch, "do it now, or file it"));
    }

    [Fact]
    public void Code_has_no_form_that_the_style_leaves_out()
    {
        AssertNone(LinesWhere(CodeFiles, TidyRules.UnwantedForm().IsMatch, "not in this project's style"));
    }

    [Fact]
    public void No_path_of_a_developers_machine()
    {
        AssertNone(LinesWhere(TextFiles, TidyRules.MachinePath().IsMatch, "path or host of a developer's machine"));
    }

    [Fact]
    public void Scripts_stop_at_the_first_error()
    {
        AssertNone(
            from path in SourceTree.Files
            where IsScript(path)
            let lines = SourceTree.ReadLines(path)
            where lines[0].Contains("bash", StringComparison.Ordinal) && !lines.Contains("set -euo pipefail")
            select $"{path}: no line 'set -euo pipefail'");
    }

    [Fact]
    public void No_name_says_that_it_belongs_nowhere()
    {
        AssertNone(
            from path in SourceTree.Files
            from part in path.Split('/')
            where TidyRules.NamelessName().IsMatch(part)
            select $"{path}: name the thing that it is, not '{part}'");
        AssertNone(
            from path in SourceTree.Files.Where(IsCSharp)
            from name in TopLevelTypes(path)
            where TidyRules.NamelessName().IsMatch(name)
            select $"{path}: name the thing that it is, not '{name}'");
    }

    [Fact]
    public void Product_files_hold_one_type_named_as_the_file()
    {
        AssertNone(
            from path in ProductFiles
            let names = TopLevelTypes(path).ToArray()
            where !IsProgram(path) && (names.Length != 1 || names[0] != FileStem(path))
            select $"{path}: holds [{string.Join(", ", names)}], not just {FileStem(path)}");
    }

    [Fact]
    public void Product_files_have_a_file_scoped_namespace_of_their_folder()
    {
        AssertNone(
            from path in ProductFiles
            where !IsProgram(path)
            let expected = $"namespace {FolderNamespace(path)};"
            where !SourceTree.ReadLines(path).Contains(expected)
            select $"{path}: no line '{expected}'");
    }

    [Fact]
    public void Product_files_begin_with_usings_or_the_namespace()
    {
        AssertNone(
            from path in ProductFiles
            where !IsProgram(path)
            let first = SourceTree.ReadLines(path).First(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            where !TidyRules.UsingOrNamespace().IsMatch(first)
            select $"{path}: begins with '{first}'");
    }

    [Fact]
    public void Product_classes_are_sealed_static_or_abstract()
    {
        AssertNone(LinesWhere(ProductFiles, TidyRules.OpenClass().IsMatch, "class that is neither sealed, static nor abstract"));
    }

    private static bool IsCSharp(string path) => path.EndsWith(".cs", StringComparison.Ordinal);

    private static bool IsProduct(string path) =>
        path.StartsWith("src/", StringComparison.Ordinal) || path.StartsWith("tools/Inspect/", StringComparison.Ordinal);

    private static bool IsProgram(string path) => Path.GetFileName(path) == "Program.cs";

    private static bool IsScript(string path)
    {
        if (Path.HasExtension(path) && Path.GetExtension(path) != ".sh")
        {
            return false;
        }

        using FileStream file = File.OpenRead(Path.Combine(SourceTree.Root, path));
        return file.ReadByte() == '#' && file.ReadByte() == '!';
    }

    /// <summary>Crc32C.X86.cs is a part of the type Crc32C.</summary>
    private static string FileStem(string path) => Path.GetFileName(path).Split('.')[0];

    /// <summary>Format is one vocabulary and has one namespace, however many folders.</summary>
    private static string FolderNamespace(string path)
    {
        if (path.StartsWith("src/GeodeArchive.Format/", StringComparison.Ordinal))
        {
            return "GeodeArchive.Format";
        }

        string folder = Path.GetDirectoryName(path)!.Replace("tools/Inspect", "GeodeArchive.Inspect", StringComparison.Ordinal);
        return folder.Replace("src/", string.Empty, StringComparison.Ordinal).Replace('/', '.');
    }

    /// <summary>Types that begin in the first column: with file-scoped namespaces these are the ones that are not nested.</summary>
    private static IEnumerable<string> TopLevelTypes(string path) =>
        from line in SourceTree.ReadLines(path)
        let match = TidyRules.TypeDeclaration().Match(line)
        where match.Success
        select match.Groups["name"].Value;

    private static IEnumerable<string> LinesWhere(IEnumerable<string> paths, Func<string, bool> isWrong, string rule) =>
        from path in paths
        from line in SourceTree.ReadLines(path).Index()
        where isWrong(line.Item)
        select $"{path}:{line.Index + 1}: {rule}";

    private static void AssertNone(IEnumerable<string> complaints)
    {
        string[] found = [.. complaints];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }
}
