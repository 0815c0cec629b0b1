namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout LogRecordHeader in format-spec/log.md, in bytes.</summary>
internal static class LogRecordHeaderLayout
{
    public const int BodySizeOffset = 0;
    public const int BodySizeSize = 4;

    public const int TypeOffset = BodySizeOffset + BodySizeSize;
    public const int TypeSize = 1;

    public const int ReservedOffset = TypeOffset + TypeSize;
    public const int ReservedSize = 3;

    public const int Size = ReservedOffset + ReservedSize;
}
