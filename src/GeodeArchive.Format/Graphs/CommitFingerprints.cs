namespace GeodeArchive.Format;

/// <summary>
/// What a commit record adds to <see cref="LogCommit"/>: the fingerprint of each graph that the transaction changed and did not drop. See
/// format-spec/graph.md.
/// </summary>
public static class CommitFingerprints
{
    /// <summary>The most bytes for one graph.</summary>
    public const int EntrySizeMax = 5 + GraphFingerprint.Size;

    private const string StructureName = "commit fingerprints";

    /// <summary>Reads what follows the commit's fixed part.</summary>
    /// <param name="body">The whole body of the commit record.</param>
    /// <param name="frameOffset">Where the frame is in its file, for errors.</param>
    /// <param name="entries">Where what is read is added.</param>
    /// <exception cref="ArchiveFormatException">Not valid.</exception>
    public static void Decode(
        ReadOnlySpan<byte> body, long frameOffset, List<(GraphId Graph, GraphFingerprint Fingerprint)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Place place = Place.Decoding(StructureName, frameOffset);
        place.RequireSize(body.Length, LogCommit.Size);
        FormatReader reader = new(body[LogCommit.Size..], place);
        long count = reader.ReadCount("count");
        if (count > reader.Remaining / (1 + GraphFingerprint.Size))
        {
            reader.Fail(FormatError.Truncated, "count is more than there is room for");
        }

        uint previous = 0;
        for (long i = 0; i < count; i++)
        {
            uint graph = (uint)reader.ReadRange("graph", 1, uint.MaxValue);
            place.Require(graph > previous, FormatError.BadOrder, "graphs do not ascend");
            entries.Add((new GraphId(graph), GraphFingerprint.Read(reader.ReadBytes(GraphFingerprint.Size))));
            previous = graph;
        }

        reader.ExpectEnd();
    }

    /// <summary>Writes how many entries follow.</summary>
    public static void WriteCount(FormatWriter writer, int count)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(count);
    }

    /// <summary>Writes an entry; they ascend by graph.</summary>
    public static void WriteEntry(FormatWriter writer, GraphId graph, GraphFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVarint(graph.Value);
        fingerprint.Write(writer.Append(GraphFingerprint.Size));
    }
}
