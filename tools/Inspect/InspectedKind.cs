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

    /// <summary>A segment of a database's log.</summary>
    LogSegment = 100,

    /// <summary>A timeline of a database.</summary>
    Timeline = 101,
}
