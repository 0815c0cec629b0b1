namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout BlockPayload in format-spec/block.md, in bytes.</summary>
internal static class BlockPayloadLayout
{
    public const int PlainSizeOffset = 0;
    public const int PlainSizeSize = 4;

    public const int CompressedSizeOffset = PlainSizeOffset + PlainSizeSize;
    public const int CompressedSizeSize = 4;

    public const int CompressedOffset = CompressedSizeOffset + CompressedSizeSize;
}
