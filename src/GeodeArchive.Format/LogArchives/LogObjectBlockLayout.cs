namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogObjectBlock in format-spec/wal-archive.md, in bytes.</summary>
internal static class LogObjectBlockLayout
{
    public const int GranuleOffset = 0;
    public const int GranuleSize = 48;

    public const int CommitLsnBeforeOffset = GranuleOffset + GranuleSize;
    public const int CommitLsnBeforeSize = 8;

    public const int CommitXidBeforeOffset = CommitLsnBeforeOffset + CommitLsnBeforeSize;
    public const int CommitXidBeforeSize = 8;

    public const int CommitTimeBeforeOffset = CommitXidBeforeOffset + CommitXidBeforeSize;
    public const int CommitTimeBeforeSize = 8;

    public const int OffsetOffset = CommitTimeBeforeOffset + CommitTimeBeforeSize;
    public const int OffsetSize = 8;

    public const int StoredSizeOffset = OffsetOffset + OffsetSize;
    public const int StoredSizeSize = 4;

    public const int PlainSizeOffset = StoredSizeOffset + StoredSizeSize;
    public const int PlainSizeSize = 4;

    public const int PayloadSumOffset = PlainSizeOffset + PlainSizeSize;
    public const int PayloadSumSize = 16;

    public const int Size = PayloadSumOffset + PayloadSumSize;
}
