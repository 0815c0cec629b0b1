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

    /// <summary>A backup exists no more.</summary>
    BackupDelete = 9,

    /// <summary>A backup is held or released.</summary>
    BackupHold = 10,

    /// <summary>A backup needs other segments now.</summary>
    BackupSegments = 11,

    /// <summary>A segment was read and is intact.</summary>
    SegmentVerify = 12,

    /// <summary>No backup needs a segment any more.</summary>
    SegmentRetire = 13,

    /// <summary>A retired segment is needed again.</summary>
    SegmentRevive = 14,

    /// <summary>A retired segment is no longer part of the repository.</summary>
    SegmentDelete = 15,

    /// <summary>The keys of the encrypted domain.</summary>
    Keys = 20,
}
