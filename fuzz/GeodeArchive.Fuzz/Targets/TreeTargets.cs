using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>Tree nodes of every kind.</summary>
internal static class TreeTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        Node(
            "directory-leaf",
            nameof(DirectoryLeaf),
            () => SampleTrees.DirectoryLeaves,
            (input, writer) => DirectoryLeaf.Decode(input).Encode(writer)),
        Node("directory-inner", nameof(DirectoryInner), () => SampleTrees.DirectoryInners, (input, writer) =>
        {
            var node = DirectoryInner.Decode(input);
            RoundTrip.Demand(node.EntryCount >= node.Children.Length, "fewer entries than children");
            node.Encode(writer);
        }),
        Node("extent-leaf", nameof(ExtentLeaf), () => SampleTrees.ExtentLeaves, (input, writer) =>
        {
            var node = ExtentLeaf.Decode(input);
            RoundTrip.Demand(node.Length >= node.Extents.Length, "fewer bytes than extents");
            node.Encode(writer);
        }),
        Node("extent-inner", nameof(ExtentInner), () => SampleTrees.ExtentInners, (input, writer) =>
        {
            var node = ExtentInner.Decode(input);
            RoundTrip.Demand(node.Length >= node.Children.Length, "fewer bytes than children");
            node.Encode(writer);
        }),
        Node("backup-root", nameof(BackupRoot), () => SampleTrees.BackupRoots, (input, writer) => BackupRoot.Decode(input).Encode(writer)),
        Node("tree-entry", nameof(TreeEntryCodec), () => SampleTrees.TreeEntries, (input, writer) =>
        {
            var reader = new FormatReader(input, "entry");
            var entry = TreeEntryCodec.Decode(ref reader);
            reader.ExpectEnd();
            TreeEntryCodec.Encode(writer, entry);
        }),
        new FuzzTarget
        {
            Name = "tree-node-kind",
            MakeSamples = () => [SampleTrees.DirectoryLeaves[0], SampleTrees.BackupRoots[0]],
            Run = input => (byte)TreeNode.KindOf(input) == input[0],
        },
    ];

    private static FuzzTarget Node(
        string name, string type, Func<IReadOnlyList<byte[]>> makeSamples, Action<byte[], FormatWriter> decodeAndEncode) => new()
    {
        Name = name,
        Covers = [$"{type}.Decode"],
        MakeSamples = makeSamples,

        // An extent or entry takes a few bytes and makes an object of some hundred.
        AllocationPerByteMax = 256,
        Run = input =>
        {
            var writer = new FormatWriter();
            decodeAndEncode(input, writer);
            return RoundTrip.Check(input, writer.WrittenSpan);
        },
    };
}
