namespace GeodeArchive.Recovery;

/// <summary>What looking something up in a WAL archive cost.</summary>
public sealed class ReadCount
{
    /// <summary>Reads of log objects.</summary>
    public int ObjectReads { get; set; }

    /// <summary>Reads of timeline files and notes.</summary>
    public int NoteReads { get; set; }

    /// <summary>Listings.</summary>
    public int Listings { get; set; }

    /// <summary>Bytes of all reads.</summary>
    public long Bytes { get; set; }
}
