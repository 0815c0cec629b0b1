using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>A commit record of a database, taken apart.</summary>
/// <param name="Commit">What the log reads.</param>
/// <param name="Fingerprints">What the transaction changed, by ascending graph.</param>
public sealed record SampleCommit(LogCommit Commit, ImmutableArray<(GraphId Graph, GraphFingerprint Fingerprint)> Fingerprints)
{
    /// <summary>Nothing changed; two graphs changed.</summary>
    public static IReadOnlyList<SampleCommit> Some { get; } =
    [
        new(new LogCommit(new Xid(1), 2), []),
        new(
            new LogCommit(new Xid(42), -1),
            [(new GraphId(1), GraphFingerprint.OfRow("key"u8, "value"u8)), (new GraphId(300), GraphFingerprint.Empty)]),
    ];

    /// <summary>Reads a body.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid commit.</exception>
    public static SampleCommit Decode(ReadOnlySpan<byte> body)
    {
        var entries = new List<(GraphId Graph, GraphFingerprint Fingerprint)>();
        CommitFingerprints.Decode(body, -1, entries);
        return new SampleCommit(LogCommit.Decode(body, -1), [.. entries]);
    }

    /// <summary>Its body.</summary>
    public byte[] Encode()
    {
        var commit = new byte[LogCommit.Size];
        Commit.Encode(commit);
        return SampleGraph.Encode(writer =>
        {
            writer.WriteBytes(commit);
            CommitFingerprints.WriteCount(writer, Fingerprints.Length);
            foreach (var (graph, fingerprint) in Fingerprints)
            {
                CommitFingerprints.WriteEntry(writer, graph, fingerprint);
            }
        });
    }

    /// <summary>As a record of a log.</summary>
    public SampleLogRecord ToLog() => new(LogRecordType.Commit, Encode());
}
