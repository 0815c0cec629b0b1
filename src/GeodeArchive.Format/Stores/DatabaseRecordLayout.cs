namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout DatabaseRecord in format-spec/store.md, in bytes.</summary>
internal static class DatabaseRecordLayout
{
    public const int NextGraphIdOffset = 0;
    public const int NextGraphIdSize = 4;

    public const int ReservedOffset = NextGraphIdOffset + NextGraphIdSize;
    public const int ReservedSize = 4;

    public const int AttributesOffset = ReservedOffset + ReservedSize;

    /// <summary>The part before the attributes.</summary>
    public const int Size = AttributesOffset;
}
