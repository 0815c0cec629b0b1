namespace GeodeArchive.Format;

/// <summary>What the owner of a key slot can do. 0 is invalid.</summary>
public enum KeyAccess : ushort
{
    /// <summary>Everything.</summary>
    ReadWrite = 1,

    /// <summary>Make backups, and read none.</summary>
    WriteOnly = 2,
}
