using System.Text.Json;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Inspect;
using GeodeArchive.Tests.Architecture;
using GeodeArchive.Tests.Format;

namespace GeodeArchive.Tests.Inspecting;

/// <summary>Whole runs of geode-inspect on the files of a store, in memory.</summary>
public sealed class InspectStoreTests
{
    private const int PageSize = StoreLimits.PageSize;
    private const string GraphPath = "graphs/00000001";

    private static readonly byte[] Catalog = SampleStores.Catalog();
    private static readonly byte[] Graph = SampleStores.GraphFile();

    [Fact]
    public void Files_are_found_out_and_every_field_is_shown_with_its_offset()
    {
        var run = Run(Catalog, Graph, "/files/catalog");
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        Assert.StartsWith($"/files/catalog: store file, {Catalog.Length} bytes\n", run.Output, StringComparison.Ordinal);
        AssertFields(StructureFields.StoreFileHeader, 0, run.Output);
        AssertFields(StructureFields.Superblock, PageSize, run.Output);
        AssertFields(StructureFields.Superblock, 2 * PageSize, run.Output);
        Assert.Contains("\n  slot 3 was never written\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nintact; 9 pages of the catalog; slot 2, generation 2, is used\n", run.Output, StringComparison.Ordinal);
        run = Run(Catalog, Graph, $"/files/{GraphPath}");
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        Assert.EndsWith("\nintact; 8 pages of graph 1\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/files")]
    [InlineData("/files/")]
    [InlineData("/files/catalog")]
    public void The_superblock_that_is_used_is_named_with_the_reason(string path)
    {
        var run = Run(Catalog, Graph, "superblock", path);
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        Assert.Contains("\n  slot 2 is used: it is valid, and of the highest generation, 2\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("catalog_root            page 7, birth 2, hash ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_superblock_is_passed_over()
    {
        var run = Run(Flipped(Catalog, (2 * PageSize) + 100), Graph, "superblock", "/files");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("\n! bad-checksum at offset 32768: slot 2: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("slot 1 is used: it is valid, and of the highest generation, 1; a slot is damaged", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_superblock_whose_catalog_is_damaged_is_passed_over()
    {
        var run = Run(Flipped(Catalog, (SampleStores.CatalogLeafPage * PageSize) + 100), Graph, "superblock", "/files");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("slot 1 is used: the catalog of slot 2, generation 2, cannot be read", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_damaged_superblocks_are_refused_and_so_is_none()
    {
        var run = Run(Flipped(Flipped(Catalog, PageSize + 100), (2 * PageSize) + 100), Graph, "superblock", "/files");
        Assert.Contains("the store cannot be opened: no slot holds a valid superblock", run.Output, StringComparison.Ordinal);
        byte[] third = [.. Catalog];
        third[3 * PageSize] = 1;
        third[4 * PageSize] = 1;
        run = Run(third, Graph, "superblock", "/files");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("the store cannot be opened: 2 slots are damaged", run.Output, StringComparison.Ordinal);
        byte[] none = [.. Catalog];
        none.AsSpan(PageSize, 4 * PageSize).Clear();
        run = Run(none, Graph, "superblock", "/files");
        Assert.Contains("\n! bad-reference at offset 16384: no slot holds", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tree /files --graph 1")]
    [InlineData("tree --graph 00000001 /files/catalog")]
    [InlineData("tree /files/graphs/00000001")]
    public void The_tree_of_a_graph_is_walked(string commandLine)
    {
        var run = Run(Catalog, Graph, commandLine.Split(' '));
        Assert.True(run.ExitCode == ExitCodes.Intact, run.Output + run.Error);
        Assert.Matches("(?m)^ +4      1  inner            2     [0-9]+%         2  splits at 03$", run.Output);
        Assert.Matches("(?m)^ +2      0  leaf             4     [0-9]+%         2  node 1$", run.Output);
        Assert.Matches("(?m)^ +0  leaf               2            25  +[0-9]+%$", run.Output);
        Assert.Contains("\n  2 keys: node\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  3 keys: node of a label\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nintact; 6 pages on 2 levels, 25 keys, ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tree_of_the_catalog_is_walked()
    {
        var run = Run(Catalog, Graph, "tree", "/files");
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        Assert.Contains("  graph 1\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"\n  graph 1 is \"people\", its fingerprint {SampleGraph.Attributes.Fingerprint}\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\n  the last transaction in the trees is 42, the highest time of one 2026-01-25 02:00:00.000000000 UTC\n",
            run.Output,
            StringComparison.Ordinal);
        Assert.Contains("\nintact; 1 page on 1 level, 3 keys, ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_below_a_damaged_page_is_left_out_and_the_rest_is_walked()
    {
        var run = Run(Catalog, Flipped(Graph, (SampleStores.GraphLeafPage * PageSize) + 300), "tree", "/files", "--graph", "1");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("\n! bad-checksum at offset 32768: page 2: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("DAMAGED: 1 check failed; 2 pages on 2 levels, 21 keys, ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_that_there_is_not_is_said_to_be_missing()
    {
        var run = Run(Catalog, Graph, "tree", "/files", "--graph", "7");
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains("the catalog names no graph 7", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotFound, InspectRun.Of(new Dictionary<string, byte[]> { [GraphPath] = Graph }, ["tree", $"/files/{GraphPath}"]).ExitCode);
    }

    [Theory]
    [InlineData("tree /files")]
    [InlineData("superblock /files")]
    [InlineData("/files/catalog")]
    public void A_catalog_with_the_header_of_a_graph_is_named_and_read_all_the_same(string commandLine)
    {
        byte[] changed = [.. Catalog];
        changed[72] = 1;
        byte[] header = changed[..PageSize];
        StoreStructures.FixEnd(header);
        header.CopyTo(changed, 0);
        var run = Run(changed, Graph, commandLine.Split(' '));
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("\n! bad-identity at offset 0: the file is called catalog, and its header is that of graph 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("slot 2 ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_a_leaf_are_decoded()
    {
        var run = Run(Catalog, Graph, "page", $"/files/{GraphPath}", "2");
        Assert.Equal(ExitCodes.Intact, run.ExitCode);
        AssertFields(StructureFields.StorePageHeader, 2 * PageSize, run.Output);
        Assert.Contains("key node 1  size ", run.Output, StringComparison.Ordinal);
        Assert.Contains("value labels [1], properties {1: \"Ann\", 2: 1970-01-01 00:00:01.769306400 UTC (offset 3600 s)}", run.Output, StringComparison.Ordinal);
        Assert.Contains("value in overflow pages: page 5, birth 2, ", run.Output, StringComparison.Ordinal);
        Assert.Contains("type 1, from node 1 to node 2, properties {2: [2026, null]}", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nintact; a leaf of 4 keys\n", run.Output, StringComparison.Ordinal);
        run = Run(Catalog, Graph, "page", $"/files/{GraphPath}", "3");
        string[] expected =
        [
            "label 2 node 2", "from node 1 type 1 relationship 1  size 8  value to node 2", "to node 2 type 1 relationship 1  size 8  value from node 1",
            "nodes of label 1  size 1  value 2", "relationships of type 1  size 1  value 2", "label \"Person\"  size 4  value number 1",
            "name of label 2  size 7  value \"Company\"", "counters  size 7  value next node 3, ",
        ];
        Assert.All(expected, text => Assert.Contains($"key {text}", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Cells_are_at_their_offsets()
    {
        var lines = LinesOf(Run(Catalog, Graph, "--json", "page", "/files/catalog", "7"));
        var cells = lines.FindAll(line => line.GetProperty("item").GetString() == "cell");
        Assert.Equal(["graph 1", "database", "ancestor 0"], cells.Select(cell => cell.GetProperty("key").GetString()));
        foreach (var cell in cells)
        {
            // What a cell starts with is the size of its key.
            var key = BitConverter.ToUInt16(Catalog, (int)cell.GetProperty("offset").GetInt64());
            Assert.Equal(cell.GetProperty("key").GetString() == "database" ? 1 : 5, key);
        }

        var output = Run(Catalog, Graph, "page", "/files/catalog", "7").Output;
        var record = (int)cells[0].GetProperty("offset").GetInt64() + 4 + 5;
        AssertFields(StructureFields.GraphRecord, record, output);
        var fingerprint = SampleGraph.Attributes.Fingerprint.ToString();
        Assert.Matches($"(?m)^ *{record + 112}  attributes +[0-9a-f]+  23 bytes$", output);
        Assert.Matches($"(?m)^ *{record + 112}  fingerprint +{fingerprint}$", output);
        Assert.Matches($"(?m)^ *{record + 112 + 16}  name +\"people\"$", output);
        Assert.Matches("(?m)^ *[0-9]+  xid +42$", output);
        Assert.Matches("(?m)^ *[^ ]*  time +[0-9]+  2026-01-25 02:00:00.000000000 UTC$", output);
    }

    [Theory]
    [InlineData(GraphPath, 0, "the header of the file")]
    [InlineData(GraphPath, 1, "of 65280 pages from page 0 on 8 are used, 0 freed")]
    [InlineData(GraphPath, 4, "an inner page of level 1 over 2 pages")]
    [InlineData(GraphPath, 5, "a page of kind overflow, level 1, over 2 pages")]
    [InlineData(GraphPath, 6, "16320 bytes of a value")]
    [InlineData("catalog", 1, "a superblock")]
    [InlineData("catalog", 4, "never written")]
    [InlineData("catalog", 8, "of 65280 pages from page 0 on 7 are used, 2 freed")]
    public void Each_kind_of_page_is_shown(string file, int number, string summary)
    {
        var run = Run(Catalog, Graph, "page", $"/files/{file}", $"{number}");
        Assert.True(run.ExitCode == ExitCodes.Intact, run.Output);
        Assert.EndsWith($"\nintact; {summary}\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_page_is_explained_as_far_as_it_goes()
    {
        var value = Array.IndexOf(Graph, (byte)'A', 2 * PageSize);
        var run = Run(Catalog, Flipped(Graph, value), "page", $"/files/{GraphPath}", "2");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("\n! bad-checksum at offset 32768: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("key node 1  ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nDAMAGED: 1 check failed; a leaf of 4 keys\n", run.Output, StringComparison.Ordinal);
        run = Run(Catalog, Graph, "page", $"/files/{GraphPath}", "8");
        Assert.Contains("there is no page 8: the file has 8", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        byte[] misdirected = [.. Graph];
        Graph.AsSpan(2 * PageSize, PageSize).CopyTo(misdirected.AsSpan(3 * PageSize));
        run = Run(Catalog, misdirected, "page", $"/files/{GraphPath}", "3");
        Assert.Contains("\n! bad-identity at offset 49152: page 2 is in the place of page 3", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_cannot_be_decoded_is_shown_as_bytes()
    {
        byte[] changed = [.. Graph];
        var key = Array.IndexOf(changed, (byte)0x0A, (4 * PageSize) - 20);
        changed[key] = 0x0F;
        byte[] page = changed[(3 * PageSize)..(4 * PageSize)];
        StoreStructures.FixPage(page);
        page.CopyTo(changed, 3 * PageSize);
        var run = Run(Catalog, changed, "page", $"/files/{GraphPath}", "3");
        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Assert.Contains("key 0f  size 7  value 03030302030202", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n! bad-value at offset 49152: cell 20: keyspace is 15 (graph key)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_flipped_byte_is_survived_and_those_that_are_used_are_named()
    {
        var random = new GeodeArchive.Simulation.SeededRandom(1);
        for (var offset = 0; offset < Graph.Length; offset += 1 + random.Next(700))
        {
            var run = Run(Catalog, Flipped(Graph, offset), "tree", "/files", "--graph", "1");

            // The space map is no part of the tree.
            var isTree = offset / PageSize != SampleStores.GraphSpacePage;
            Assert.True(run.ExitCode == (isTree ? ExitCodes.Damaged : ExitCodes.Intact), $"byte {offset}: {run.Output}");
        }
    }

    [Fact]
    public void Json_has_items_that_the_readme_names()
    {
        var readme = SourceTree.ReadText("README.md");
        string[][] commandLines =
        [
            ["superblock", "/files"], ["tree", "/files", "--graph", "1"], ["page", $"/files/{GraphPath}", "1"], ["page", $"/files/{GraphPath}", "2"],
            ["page", $"/files/{GraphPath}", "5"], ["/files/catalog"],
        ];
        var items = commandLines.SelectMany(line => LinesOf(Run(Catalog, Graph, ["--json", .. line]))).Select(line => line.GetProperty("item").GetString());
        Assert.All(items.Distinct(), item => Assert.Contains($"`{item}`", readme, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("page /files/catalog", "which page?")]
    [InlineData("page /files/catalog x", "'x' is not the number of a page")]
    [InlineData("page /files/catalog -1", "unknown option '-1'")]
    [InlineData("page /files/catalog 9223372036854775807", "is not the number of a page")]
    [InlineData("tree /files --graph", "which graph?")]
    [InlineData("tree /files --graph x", "'x' is not the number of a graph")]
    [InlineData("superblock /files --graph 1", "--graph goes with tree")]
    [InlineData("tree", "which files?")]
    public void Command_lines_that_say_too_little_are_refused(string commandLine, string message)
    {
        var run = Run(Catalog, Graph, commandLine.Split(' '));
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static InspectRun Run(byte[] catalog, byte[] graph, params string[] arguments) =>
        InspectRun.Of(new Dictionary<string, byte[]> { ["catalog"] = catalog, [GraphPath] = graph }, arguments);

    private static void AssertFields(IEnumerable<StructureField> fields, long start, string output) =>
        Assert.All(fields, field => Assert.Matches($"(?m)^ *{start + field.Offset}  {field.Name} ", output));

    private static byte[] Flipped(byte[] file, int offset)
    {
        byte[] flipped = [.. file];
        flipped[offset] ^= (byte)(1 << (offset % 8));
        return flipped;
    }

    private static List<JsonElement> LinesOf(InspectRun run) =>
        [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
