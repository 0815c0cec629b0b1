using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store.Checking;

namespace GeodeArchive.Tests.Store;

/// <summary>Rows of a graph that are wrong in a page that is right: named by the check, with the page where there is one.</summary>
public sealed class GraphCheckTests
{
    public static TheoryData<int> RowNumbers => [.. Enumerable.Range(0, SampleGraph.Rows.Length)];

    [Fact]
    public void A_graph_whose_rows_agree_is_sound_and_counted()
    {
        var disk = new SimulatedDisk(1);
        GraphBench.PutStore(disk, GraphBench.SampleRows());
        var progress = new StoreCheckProgress();
        Assert.Empty(GraphBench.CheckRows(disk, progress));
        Assert.Equal(1, progress.Graphs);

        // The catalog has the graph and the database.
        Assert.Equal(SampleGraph.Rows.Length + 2, progress.Keys);
        Assert.Equal(progress.Pages * StoreLimits.PageSize, progress.Bytes);
        Assert.Equal(progress.BytesTotal, progress.Bytes);
    }

    [Fact]
    public void A_graph_without_rows_is_sound() => Assert.Empty(GraphBench.CheckRows(new SortedDictionary<byte[], byte[]>(GraphBench.KeyOrder)));

    [Fact]
    public void Files_that_were_made_from_the_specification_are_sound()
    {
        var disk = new SimulatedDisk(1);
        disk.PutDirectory(StoreBench.Folder);
        disk.PutFile($"{StoreBench.Folder}/catalog", SampleStores.Catalog());
        disk.PutDirectory($"{StoreBench.Folder}/graphs");
        disk.PutFile(GraphBench.GraphPath, SampleStores.GraphFile());
        Assert.Empty(GraphBench.CheckRows(disk));
    }

    [Fact]
    public void A_row_that_was_not_committed_so_is_found_where_all_rows_agree()
    {
        var disk = new SimulatedDisk(1);
        var rows = GraphBench.SampleRows();
        rows[GraphBench.KeyOf(GraphKeyspace.Node)] = SampleGraph.Encode(new NodeRecord([1], []).Encode);
        GraphBench.PutStore(disk, rows, SampleGraph.Attributes);
        var finding = Assert.Single(GraphBench.CheckRows(disk));
        Assert.Equal(("graphs/00000001", FormatError.BadReference), (finding.File, finding.Failure));
        Assert.StartsWith("the fingerprint of graph \"people\" is ", finding.Detail, StringComparison.Ordinal);
        Assert.Contains($"the catalog says {SampleGraph.Attributes.Fingerprint}: ", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_graph_with_another_fingerprint_is_named()
    {
        var disk = new SimulatedDisk(1);
        var sound = SampleGraph.Attributes;
        GraphBench.PutStore(disk, GraphBench.SampleRows(), sound, new GraphAttributes("other", GraphFingerprint.Empty));
        var finding = Assert.Single(GraphBench.CheckRows(disk));
        Assert.Equal("graphs/00000002", finding.File);
        Assert.StartsWith("the fingerprint of graph \"other\" is ", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Graphs_of_one_name_are_found()
    {
        var disk = new SimulatedDisk(1);
        GraphBench.PutStore(disk, GraphBench.SampleRows(), SampleGraph.Attributes, SampleGraph.Attributes);
        var finding = Assert.Single(GraphBench.CheckRows(disk));
        Assert.Equal(("catalog", "graphs 1 and 2 are both called \"people\""), (finding.File, finding.Detail));
    }

    [Fact]
    public void Attributes_that_cannot_be_read_are_named_and_the_rows_are_checked_all_the_same()
    {
        var rows = GraphBench.SampleRows();
        rows.Remove(GraphBench.KeyOf(GraphKeyspace.LabelCount));
        var disk = new SimulatedDisk(1);
        disk.PutDirectory(StoreBench.Folder);
        StoreBench.Run(1, disk, (machine, files) =>
        {
            using var store = StoreBench.Create(machine, files);
            store.Attributes = new byte[] { 0 };
            var tree = store.CreateGraph();
            tree.Attributes = new byte[] { 1, 2, 3 };
            foreach (var (key, value) in rows)
            {
                tree.Put(key, value);
            }

            StoreBench.WriteCheckpoint(store, 1);
        });
        var findings = GraphBench.CheckRows(disk);
        Assert.Contains(findings, finding => (finding.File, finding.Failure, finding.Structure) == ("catalog", FormatError.Truncated, "graph attributes"));
        Assert.Contains(findings, finding => (finding.File, finding.Failure, finding.Structure) == ("catalog", FormatError.BadValue, "database attributes"));
        Assert.Contains(findings, finding => finding.File == "graphs/00000001" && finding.Detail.StartsWith("the counts of labels (06)", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Detail.Contains("fingerprint of graph", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RowNumbers))]
    public void A_missing_row_is_found(int number)
    {
        var rows = GraphBench.SampleRows();
        rows.Remove(SampleGraph.Rows[number].Key);
        var findings = GraphBench.CheckRows(rows);
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.Equal(("graphs/00000001", FormatError.BadReference), (finding.File, finding.Failure)));
    }

    [Theory]
    [MemberData(nameof(RowNumbers))]
    public void A_row_with_another_value_is_found(int number)
    {
        var (key, value) = SampleGraph.Rows[number];
        var rows = GraphBench.SampleRows();
        rows[key] = [.. value, 1];
        Assert.NotEmpty(GraphBench.CheckRows(rows));
    }

    [Theory]
    [InlineData("0300000001" + "0000000000000009", "", "node 9 is among those of label 1 (03), and has it not (01)")]
    [InlineData("0300000002" + "0000000000000001", "", "node 1 is among those of label 2 (03), and has it not (01)")]
    [InlineData("040000000000000001" + "00000001" + "0000000000000009", "0000000000000001", "relationship 9 is found at node 1, and there is no such one (02)")]
    [InlineData("050000000000000009" + "00000001" + "0000000000000001", "0000000000000001", "there is no node 9, at which relationship 1 starts or ends")]
    [InlineData("0600000003", "01", "the counts of labels (06) are not those of their nodes (03)")]
    [InlineData("0700000003", "01", "the counts of types (07) are not those of the relationships (02)")]
    [InlineData("080159", "00000001", "a name of Label 1 (08) is not the one that the number has (09)")]
    [InlineData("090100000003", "59", "there is label 3, and the counters say that the next one gets 3")]
    [InlineData("010000000000000004", "0000", "the counters say that there are 2 nodes, and there are 3")]
    [InlineData("010000000000000005", "010900", "Label 9 is used and has no name")]
    [InlineData("020000000000000007", "01010100", "there is relationship 7, and the counters say that the next one gets 3")]
    public void A_row_that_does_not_follow_is_named(string key, string value, string detail)
    {
        var rows = GraphBench.SampleRows();
        rows.Add(Convert.FromHexString(key), Convert.FromHexString(value));
        Assert.Contains(GraphBench.CheckRows(rows), finding => finding.Detail == detail);
    }

    [Theory]
    [InlineData(GraphKeyspace.LabelNode, "node 1 has label 1, and is not among its nodes (03)")]
    [InlineData(GraphKeyspace.Outgoing, "relationship 1 (02) is not among the outgoing ones (04) of node 1")]
    [InlineData(GraphKeyspace.Incoming, "relationship 1 (02) is not among the incoming ones (05) of node 2")]
    [InlineData(GraphKeyspace.NameNumber, "the name of Label 2 (09) has another number or none (08)")]
    public void What_lacks_a_row_is_named_with_its_page(GraphKeyspace keyspace, string detail)
    {
        var rows = GraphBench.SampleRows();
        rows.Remove(GraphBench.KeyOf(keyspace));
        var finding = Assert.Single(GraphBench.CheckRows(rows), finding => finding.Detail == detail);
        Assert.NotNull(finding.Page);
    }

    [Theory]
    [InlineData("0B01", "00", FormatError.BadValue, "graph key")]
    [InlineData("0100", "0000", FormatError.Truncated, "graph key")]
    [InlineData("010000000000000001", "FF", FormatError.Truncated, "node")]
    [InlineData("0A", "00", FormatError.BadValue, "graph counters")]
    [InlineData("0600000001", "00", FormatError.BadValue, "graph index")]
    public void A_row_that_cannot_be_read_is_named_with_its_page_and_nothing_is_concluded(string key, string value, FormatError failure, string structure)
    {
        var rows = GraphBench.SampleRows();
        rows[Convert.FromHexString(key)] = Convert.FromHexString(value);
        var finding = Assert.Single(GraphBench.CheckRows(rows));
        Assert.Equal((failure, structure), (finding.Failure, finding.Structure));
        Assert.NotNull(finding.Page);
    }

    [Fact]
    public void Damage_to_a_page_is_not_taken_for_missing_rows()
    {
        var disk = new SimulatedDisk(1);
        GraphBench.PutStore(disk, GraphBench.SampleRows());
        var random = new SeededRandom(1);
        var foundCount = 0;
        var pageCount = disk.ReadFile(GraphBench.GraphPath).Length / StoreLimits.PageSize;
        for (var page = 1; page < pageCount; page++)
        {
            var place = ((long)page * StoreLimits.PageSize) + random.Next(StoreLimits.PageSize);
            disk.FlipBits(GraphBench.GraphPath, place, 4);
            var findings = GraphBench.CheckRows(disk);
            foundCount += findings.Count > 0 ? 1 : 0;
            Assert.True(findings.TrueForAll(finding => finding.Page?.Value == page && finding.Structure == "page"), string.Join('\n', findings));
            disk.FlipBits(GraphBench.GraphPath, place, 4);
        }

        Assert.InRange(foundCount, 3, pageCount);
        Assert.Empty(GraphBench.CheckRows(disk));
    }

    [Fact]
    public void A_graph_of_many_leaves_is_sound_and_one_row_less_is_found()
    {
        var writer = new FormatWriter();
        var rows = GraphBench.SampleRows();
        const int Count = 10_000;
        for (var id = 3; id < Count; id++)
        {
            writer.Clear();
            new NodeRecord([1], []).Encode(writer);
            rows.Add(GraphKey.Of(new byte[GraphKey.SizeMax], GraphKeyspace.Node, id).ToArray(), writer.WrittenSpan.ToArray());
            rows.Add(GraphKey.OfLabelNode(new byte[GraphKey.SizeMax], 1, id).ToArray(), []);
        }

        writer.Clear();
        (SampleGraph.Counters with { NextNode = Count, NodeCount = Count - 1 }).Encode(writer);
        rows[[10]] = writer.WrittenSpan.ToArray();
        writer.Clear();
        writer.WriteCount(Count - 1);
        rows[GraphKey.OfCount(new byte[GraphKey.SizeMax], GraphKeyspace.LabelCount, 1).ToArray()] = writer.WrittenSpan.ToArray();
        Assert.Empty(GraphBench.CheckRows(rows));
        rows.Remove(GraphKey.OfLabelNode(new byte[GraphKey.SizeMax], 1, 7777).ToArray());
        Assert.Contains(GraphBench.CheckRows(rows), finding => finding.Detail == "node 7777 has label 1, and is not among its nodes (03)");
    }
}
