using GeodeArchive.Recovery;

namespace GeodeArchive.Cli.Documents;

/// <summary>What finding a place in a WAL archive took.</summary>
/// <param name="ObjectReads">Reads of log objects.</param>
/// <param name="NoteReads">Reads of timeline files and notes.</param>
/// <param name="Listings">Listings.</param>
/// <param name="Bytes">Bytes of all reads.</param>
internal sealed record SeekCostDocument(int ObjectReads, int NoteReads, int Listings, long Bytes)
{
    /// <summary>Describes a cost.</summary>
    public static SeekCostDocument From(ReadCount cost) => new(cost.ObjectReads, cost.NoteReads, cost.Listings, cost.Bytes);
}
