namespace GeodeArchive.Format;

/// <summary>What the catalog keeps of a graph for the graph layer: see format-spec/graph.md.</summary>
/// <param name="Name">The graph's name: 1 to 255 bytes of UTF-8.</param>
/// <param name="Fingerprint">Its fingerprint.</param>
public sealed record GraphAttributes(string Name, GraphFingerprint Fingerprint)
{
    private const string StructureName = "graph attributes";

    /// <summary>Reads and checks attributes.</summary>
    /// <exception cref="ArchiveFormatException">Not valid attributes.</exception>
    public static GraphAttributes Decode(ReadOnlySpan<byte> bytes)
    {
        FormatReader reader = new(bytes, StructureName);
        GraphFingerprint fingerprint = GraphFingerprint.Read(reader.ReadBytes(GraphFingerprint.Size));
        string name = reader.ReadText(GraphKey.NameSizeMax, 1, "name");
        reader.ExpectEnd();
        return new GraphAttributes(name, fingerprint);
    }

    /// <summary>Appends the attributes.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Fingerprint.Write(writer.Append(GraphFingerprint.Size));
        writer.WriteText(Name, GraphKey.NameSizeMax, 1, Place.Encoding(StructureName), "name");
    }
}
