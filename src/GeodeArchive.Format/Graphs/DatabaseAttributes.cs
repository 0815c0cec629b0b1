namespace GeodeArchive.Format;

/// <summary>What the catalog keeps of the database for the graph layer: see format-spec/graph.md.</summary>
/// <param name="Xid">The last transaction in the trees; none before the first.</param>
/// <param name="TimeMax">The highest time of a commit in the trees, in nanoseconds since 1970-01-01 UTC.</param>
public readonly record struct DatabaseAttributes(Xid Xid, long TimeMax)
{
    private const string StructureName = "database attributes";

    /// <summary>Reads and checks attributes; no bytes are no transaction.</summary>
    /// <exception cref="ArchiveFormatException">Not valid attributes.</exception>
    public static DatabaseAttributes Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return new DatabaseAttributes(Xid.None, long.MinValue);
        }

        FormatReader reader = new(bytes, StructureName);
        DatabaseAttributes attributes = new(new Xid((ulong)reader.ReadCount("xid", 1)), reader.ReadZigzag());
        reader.ExpectEnd();
        return attributes;
    }

    /// <summary>Appends the attributes.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (Xid != Xid.None)
        {
            writer.WriteVarint((ulong)Place.Encoding(StructureName).Signed(Xid.Value, "xid"));
            writer.WriteZigzag(TimeMax);
        }
    }
}
