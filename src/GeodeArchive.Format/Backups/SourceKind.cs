namespace GeodeArchive.Format;

/// <summary>What was backed up. 0 is invalid.</summary>
public enum SourceKind : byte
{
    /// <summary>A directory and all below it.</summary>
    DirectoryTree = 1,

    /// <summary>A checkpoint of a database.</summary>
    Database = 2,
}
