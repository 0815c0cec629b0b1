namespace GeodeArchive.Format;

/// <summary>How byte streams are cut into chunks. 0 is invalid.</summary>
public enum ChunkerAlgorithm : ushort
{
    /// <summary>Gear with two masks.</summary>
    Gear = 1,
}
