namespace GeodeArchive.Format;

/// <summary>What was done to a backup's hold. 0 is invalid.</summary>
public enum HoldAction : byte
{
    /// <summary>It is held: it cannot be deleted.</summary>
    Hold = 1,

    /// <summary>It is held no more.</summary>
    Release = 2,
}
