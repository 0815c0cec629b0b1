namespace GeodeArchive.Format;

/// <summary>The type of a manifest record. 0 is invalid.</summary>
public enum ManifestRecordType : byte
{
    /// <summary>Counters; first in a snapshot.</summary>
    State = 1,

    /// <summary>A writer starts.</summary>
    SessionOpen = 2,

    /// <summary>A writer ended.</summary>
    SessionClose = 3,

    /// <summary>A writer was ended by somebody else.</summary>
    SessionFence = 4,

    /// <summary>A segment is part of the repository.</summary>
    SegmentAdd = 5,

    /// <summary>An index is part of the repository.</summary>
    IndexAdd = 6,

    /// <summary>An index is no longer used.</summary>
    IndexRemove = 7,

    /// <summary>A backup exists.</summary>
    BackupAdd = 8,

    /// <summary>The keys of the encrypted domain.</summary>
    Keys = 20,
}
