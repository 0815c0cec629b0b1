using GeodeArchive.Format;

namespace GeodeArchive.IndexScale;

/// <summary>What a manifest says of a backup that has no content.</summary>
internal static class SyntheticBackup
{
    public static BackupAddRecord Describe(SessionId session) => new()
    {
        BackupId = new BackupId(session.Value),
        Name = "synthetic",
        BackupType = BackupType.Full,
        SourceKind = SourceKind.DirectoryTree,
        Domain = Domain.Plain,
        ParentId = default,
        ChainId = new BackupId(session.Value),
        SessionId = session,
        Started = 0,
        Finished = 0,
        RootChunk = ChunkId.OfPlain("synthetic"u8),
        FileCount = 0,
        DirectoryCount = 1,
        OtherCount = 0,
        LogicalSize = 0,
        ReadSize = 0,
        StoredSize = 0,
        IncompleteCount = 0,
        Segments = SegmentRuns.Empty,
    };
}
