namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogCommit in format-spec/log.md, in bytes.</summary>
internal static class LogCommitLayout
{
    public const int XidOffset = 0;
    public const int XidSize = 8;

    public const int TimeOffset = XidOffset + XidSize;
    public const int TimeSize = 8;

    public const int Size = TimeOffset + TimeSize;
}
