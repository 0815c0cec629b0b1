namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout RecoveryPoint in format-spec/store.md, in bytes.</summary>
internal static class RecoveryPointLayout
{
    public const int LsnOffset = 0;
    public const int LsnSize = 8;

    public const int XidOffset = LsnOffset + LsnSize;
    public const int XidSize = 8;

    public const int TimeOffset = XidOffset + XidSize;
    public const int TimeSize = 8;

    public const int Size = TimeOffset + TimeSize;
}
