using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>What a database keeps in the catalog and in the log.</summary>
internal static class DatabaseTargets
{
    public static IEnumerable<FuzzTarget> All => [Graph, Database, Redo, Fingerprints];

    private static FuzzTarget Graph => new()
    {
        Name = "graph-attributes",
        Covers = [$"{nameof(GraphAttributes)}.{nameof(GraphAttributes.Decode)}"],
        MakeSamples = () =>
        [
            SampleGraph.Encode(new GraphAttributes("g", GraphFingerprint.Empty).Encode),
            SampleGraph.Encode(new GraphAttributes("Zürich", GraphFingerprint.OfRow("key"u8, "value"u8)).Encode),
        ],
        Run = input => RoundTrip.Check(input, SampleGraph.Encode(GraphAttributes.Decode(input).Encode)),
    };

    private static FuzzTarget Database => new()
    {
        Name = "database-attributes",
        Covers = [$"{nameof(DatabaseAttributes)}.{nameof(DatabaseAttributes.Decode)}"],
        MakeSamples = () =>
        [
            [],
            SampleGraph.Encode(new DatabaseAttributes(new Xid(1), -1).Encode),
            SampleGraph.Encode(new DatabaseAttributes(new Xid(long.MaxValue), long.MaxValue).Encode),
        ],
        Run = input => RoundTrip.Check(input, SampleGraph.Encode(DatabaseAttributes.Decode(input).Encode)),
    };

    /// <summary>The first byte is the type that the log gives, the rest is the body.</summary>
    private static FuzzTarget Redo => new()
    {
        Name = "redo-record",
        Covers = [$"{nameof(RedoRecord)}.{nameof(RedoRecord.Decode)}"],
        MakeSamples = () => [.. SampleRedo.OfEachType.Select(record => (byte[])[(byte)record.Type, .. record.Encode()])],
        Run = input => input.Length > 0
            && RoundTrip.Check(input.AsSpan(1), SampleRedo.Decode((LogRecordType)input[0], input.AsSpan(1)).Encode()),
    };

    private static FuzzTarget Fingerprints => new()
    {
        Name = "commit-fingerprints",
        Covers = [$"{nameof(CommitFingerprints)}.{nameof(CommitFingerprints.Decode)}"],
        MakeSamples = () => [.. SampleCommit.Some.Select(commit => commit.Encode())],
        Fields = StructureFields.LogCommit,
        Run = input => RoundTrip.Check(input, SampleCommit.Decode(input).Encode()),
    };
}
