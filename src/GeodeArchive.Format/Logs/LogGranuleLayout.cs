namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogGranule in format-spec/log.md, in bytes.</summary>
internal static class LogGranuleLayout
{
    public const int StartLsnOffset = 0;
    public const int StartLsnSize = 8;

    public const int TimeMaxBeforeOffset = StartLsnOffset + StartLsnSize;
    public const int TimeMaxBeforeSize = 8;

    public const int TimeFirstOffset = TimeMaxBeforeOffset + TimeMaxBeforeSize;
    public const int TimeFirstSize = 8;

    public const int TimeLastOffset = TimeFirstOffset + TimeFirstSize;
    public const int TimeLastSize = 8;

    public const int XidFirstOffset = TimeLastOffset + TimeLastSize;
    public const int XidFirstSize = 8;

    public const int XidLastOffset = XidFirstOffset + XidFirstSize;
    public const int XidLastSize = 8;

    public const int Size = XidLastOffset + XidLastSize;
}
