namespace GeodeArchive.Format;

/// <summary>What shares one answer to "encrypted?". Two domains never share a chunk. 0 is invalid.</summary>
public enum Domain : byte
{
    /// <summary>Not encrypted.</summary>
    Plain = 1,

    /// <summary>Encrypted.</summary>
    Encrypted = 2,
}
