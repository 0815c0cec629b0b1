namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogObjectPoint in format-spec/wal-archive.md, in bytes.</summary>
internal static class LogObjectPointLayout
{
    public const int LsnOffset = 0;
    public const int LsnSize = 8;

    public const int XidOffset = LsnOffset + LsnSize;
    public const int XidSize = 8;

    public const int TimeOffset = XidOffset + XidSize;
    public const int TimeSize = 8;

    public const int NameSizeOffset = TimeOffset + TimeSize;
    public const int NameSizeSize = 2;

    public const int NameOffset = NameSizeOffset + NameSizeSize;
}
