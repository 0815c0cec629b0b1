namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogObjectFooter in format-spec/wal-archive.md, in bytes.</summary>
internal static class LogObjectFooterLayout
{
    public const int ObjectOffset = 0;
    public const int ObjectSize = 96;

    public const int BlockCountOffset = ObjectOffset + ObjectSize;
    public const int BlockCountSize = 4;

    public const int EntryCountOffset = BlockCountOffset + BlockCountSize;
    public const int EntryCountSize = 4;

    public const int GroupCountOffset = EntryCountOffset + EntryCountSize;
    public const int GroupCountSize = 4;

    public const int PointCountOffset = GroupCountOffset + GroupCountSize;
    public const int PointCountSize = 4;

    public const int TimeMaxOffset = PointCountOffset + PointCountSize;
    public const int TimeMaxSize = 8;

    public const int CommitLsnOffset = TimeMaxOffset + TimeMaxSize;
    public const int CommitLsnSize = 8;

    public const int CommitXidOffset = CommitLsnOffset + CommitLsnSize;
    public const int CommitXidSize = 8;

    public const int CommitTimeOffset = CommitXidOffset + CommitXidSize;
    public const int CommitTimeSize = 8;

    public const int PreviousGroupStartOffset = CommitTimeOffset + CommitTimeSize;
    public const int PreviousGroupStartSize = 8;

    public const int OpenNameSizeOffset = PreviousGroupStartOffset + PreviousGroupStartSize;
    public const int OpenNameSizeSize = 2;

    public const int ReservedOffset = OpenNameSizeOffset + OpenNameSizeSize;
    public const int ReservedSize = 6;

    public const int TablesOffset = ReservedOffset + ReservedSize;
}
