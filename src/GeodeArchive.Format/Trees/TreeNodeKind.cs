namespace GeodeArchive.Format;

/// <summary>The first byte of a tree node. 0 is invalid.</summary>
public enum TreeNodeKind : byte
{
    /// <summary>Entries of a directory.</summary>
    DirectoryLeaf = 1,

    /// <summary>Nodes of a directory.</summary>
    DirectoryInner = 2,

    /// <summary>Extents of a file.</summary>
    ExtentLeaf = 3,

    /// <summary>Nodes of extents of a file.</summary>
    ExtentInner = 4,

    /// <summary>The source of a backup.</summary>
    BackupRoot = 5,
}
