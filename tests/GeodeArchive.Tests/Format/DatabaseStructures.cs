using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Tests.Format;

/// <summary>What a database keeps in the catalog and in the log.</summary>
internal static class DatabaseStructures
{
    public static IReadOnlyList<StructureCase> All { get; } =
    [
        StructureCase.Of("graph attributes", Graph, value => Samples.Encode(value.Encode), bytes => GraphAttributes.Decode(bytes)),

        // Before its first transaction a database has none.
        StructureCase.Of("database attributes", Database, value => Samples.Encode(value.Encode), bytes => DatabaseAttributes.Decode(bytes))
            with { IsSelfDelimiting = false },

        // Names and rows go to the end of the record, whose size the log has.
        StructureCase.Of("redo record", Redo, value => [(byte)value.Type, .. value.Encode()], DecodeRedo) with { IsSelfDelimiting = false },
        StructureCase.Of("commit with fingerprints", Commit, value => value.Encode(), bytes => SampleCommit.Decode(bytes)),
    ];

    private static Gen<uint> Number => Generators.Uint.Select(number => Math.Max(1, number));

    private static Gen<string> Name =>
        Generators.Text.Where(text => Encoding.UTF8.GetByteCount(text) is >= 1 and <= GraphKey.NameSizeMax);

    private static Gen<GraphFingerprint> Fingerprint =>
        from high in Generators.Word
        from low in Generators.Word
        select new GraphFingerprint(new UInt128(high, low));

    private static Gen<GraphAttributes> Graph =>
        from name in Name
        from fingerprint in Fingerprint
        select new GraphAttributes(name, fingerprint);

    private static Gen<DatabaseAttributes> Database =>
        from xid in Generators.Positive
        from time in Generators.Long
        select new DatabaseAttributes(new Xid((ulong)xid), time);

    private static Gen<SampleRedo> Redo =>
        from type in Generators.Enumeration<RedoType>()
        from kind in Generators.Enumeration<NameKind>()
        from graph in Number
        from id in Generators.Positive
        from number in Number
        from name in Name
        from row in Generators.Bytes(0, 20)
        select type switch
        {
            RedoType.Part => new SampleRedo(type, 0, 0, 0, row),
            RedoType.RecoveryPoint => new SampleRedo(type, 0, 0, 0, Encoding.UTF8.GetBytes(name)),
            RedoType.GraphCreated => new SampleRedo(type, graph, 0, 0, Encoding.UTF8.GetBytes(name)),
            RedoType.GraphDropped => new SampleRedo(type, graph, 0, 0, []),
            RedoType.Name => new SampleRedo(type, graph, kind, number, Encoding.UTF8.GetBytes(name)),
            RedoType.NodeDeleted or RedoType.RelationshipDeleted => new SampleRedo(type, graph, 0, id, []),
            _ => new SampleRedo(type, graph, 0, id, row),
        };

    private static Gen<SampleCommit> Commit =>
        from commit in LogGenerators.Commit
        from graphs in Generators.Ascending(Number, 0, 5)
        from fingerprints in Gen.ArrayOf(Fingerprint, graphs.Length)
        select new SampleCommit(commit, [.. graphs.Zip(fingerprints, (graph, fingerprint) => (new GraphId(graph), fingerprint))]);

    private static SampleRedo DecodeRedo(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            ArchiveFormatException.Throw(FormatError.Truncated, "redo record", -1, "there is no type");
        }

        return SampleRedo.Decode((LogRecordType)bytes[0], bytes.AsSpan(1));
    }
}
