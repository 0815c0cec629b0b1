namespace GeodeArchive.Format;

/// <summary>What the records of a manifest are. 0 is invalid.</summary>
public enum ManifestKind : ushort
{
    /// <summary>What this commit changed.</summary>
    Change = 1,

    /// <summary>The whole state after this commit.</summary>
    Snapshot = 2,
}
