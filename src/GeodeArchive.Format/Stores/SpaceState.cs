namespace GeodeArchive.Format;

/// <summary>What a space map says of a page.</summary>
public enum SpaceState : byte
{
    /// <summary>Nothing in it is needed.</summary>
    Free = 0,

    /// <summary>Used by the checkpoint.</summary>
    Used = 1,

    /// <summary>Used by the checkpoint before it, and no more.</summary>
    Freed = 2,
}
