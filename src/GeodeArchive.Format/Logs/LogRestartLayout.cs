namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogRestart in format-spec/log.md, in bytes.</summary>
internal static class LogRestartLayout
{
    public const int TimeOffset = 0;
    public const int TimeSize = 8;

    public const int DurableLsnOffset = TimeOffset + TimeSize;
    public const int DurableLsnSize = 8;

    public const int Size = DurableLsnOffset + DurableLsnSize;
}
