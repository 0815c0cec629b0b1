namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout BlockHeader in format-spec/block.md, in bytes.</summary>
internal static class BlockHeaderLayout
{
    public const int MagicOffset = 0;
    public const int MagicSize = 4;

    public const int HeaderChecksumOffset = MagicOffset + MagicSize;
    public const int HeaderChecksumSize = 4;

    public const int TypeOffset = HeaderChecksumOffset + HeaderChecksumSize;
    public const int TypeSize = 1;

    public const int CompressionOffset = TypeOffset + TypeSize;
    public const int CompressionSize = 1;

    public const int EncryptionOffset = CompressionOffset + CompressionSize;
    public const int EncryptionSize = 1;

    public const int ReservedOffset = EncryptionOffset + EncryptionSize;
    public const int ReservedSize = 1;

    public const int StoredSizeOffset = ReservedOffset + ReservedSize;
    public const int StoredSizeSize = 4;

    public const int SequenceOffset = StoredSizeOffset + StoredSizeSize;
    public const int SequenceSize = 8;

    public const int OffsetOffset = SequenceOffset + SequenceSize;
    public const int OffsetSize = 8;

    public const int PayloadSumOffset = OffsetOffset + OffsetSize;
    public const int PayloadSumSize = 16;

    public const int FileIdOffset = PayloadSumOffset + PayloadSumSize;
    public const int FileIdSize = 16;

    public const int Size = FileIdOffset + FileIdSize;
}
