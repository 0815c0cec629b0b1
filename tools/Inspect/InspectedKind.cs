using GeodeArchive.Format;

namespace GeodeArchive.Inspect;

/// <summary>What a file is. The files of an archive have the numbers of <see cref="ArchiveFileKind"/>.</summary>
public enum InspectedKind
{
    /// <summary>The file of a repository.</summary>
    Repository = ArchiveFileKind.Repository,

    /// <summary>A key slot.</summary>
    KeySlot = ArchiveFileKind.KeySlot,

    /// <summary>A manifest.</summary>
    Manifest = ArchiveFileKind.Manifest,

    /// <summary>A segment of a repository.</summary>
    Segment = ArchiveFileKind.Segment,

    /// <summary>An index.</summary>
    Index = ArchiveFileKind.Index,

    /// <summary>A backup file.</summary>
    Backup = ArchiveFileKind.Backup,

    /// <summary>The file of a WAL archive.</summary>
    LogArchive = ArchiveFileKind.LogArchive,

    /// <summary>A stretch of log in a WAL archive.</summary>
    LogObject = ArchiveFileKind.LogObject,

    /// <summary>One backup with all that it needs.</summary>
    Export = ArchiveFileKind.Export,

    /// <summary>A segment of a database's log.</summary>
    LogSegment = 100,

    /// <summary>A timeline of a database.</summary>
    Timeline = 101,

    /// <summary>A file of a database's store.</summary>
    StoreFile = 102,

    /// <summary>One page of such a file.</summary>
    StorePage = 103,

    /// <summary>A tree in such a file.</summary>
    StoreTree = 104,

    /// <summary>The superblocks of a store's catalog.</summary>
    Superblocks = 105,

    /// <summary>A note of a WAL archive.</summary>
    LogCovered = 106,

    /// <summary>A record of the access log.</summary>
    Access = 107,
}
