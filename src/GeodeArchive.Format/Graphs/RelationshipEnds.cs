namespace GeodeArchive.Format;

/// <summary>What of a relationship never changes.</summary>
/// <param name="Type">Number of its type.</param>
/// <param name="Start">The node that it leaves.</param>
/// <param name="End">The node that it reaches; may be the same.</param>
public readonly record struct RelationshipEnds(uint Type, long Start, long End)
{
    /// <summary>Reads the beginning of a relationship's row. Allocates nothing.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid relationship.</exception>
    public static RelationshipEnds Read(ReadOnlySpan<byte> row)
    {
        FormatReader reader = new(row, "relationship");
        return new RelationshipEnds(
            (uint)reader.ReadRange("type", 1, uint.MaxValue), reader.ReadCount("start_node", 1), reader.ReadCount("end_node", 1));
    }
}
