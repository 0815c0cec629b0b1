namespace GeodeArchive.Format;

/// <summary>What a file of an archive is, in its header and trailer. 0 is invalid.</summary>
public enum ArchiveFileKind : ushort
{
    /// <summary>The repository file: made first, never changed.</summary>
    Repository = 1,

    /// <summary>A key slot. This version neither reads nor writes the content of one.</summary>
    KeySlot = 2,

    /// <summary>One numbered commit.</summary>
    Manifest = 3,

    /// <summary>Blocks of chunks.</summary>
    Segment = 4,

    /// <summary>A sorted chunk index.</summary>
    Index = 5,

    /// <summary>The file that the user sees.</summary>
    Backup = 6,

    /// <summary>The file that makes a place a WAL archive.</summary>
    LogArchive = 7,

    /// <summary>A stretch of log in a WAL archive.</summary>
    LogObject = 8,

    /// <summary>One backup with all that it needs.</summary>
    Export = 9,
}
