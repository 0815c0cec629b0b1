namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout KeySlotSection in format-spec/keys.md, in bytes.</summary>
internal static class KeySlotSectionLayout
{
    public const int DerivationOffset = FileHeaderLayout.KindSectionOffset;
    public const int DerivationSize = 2;

    public const int AccessOffset = DerivationOffset + DerivationSize;
    public const int AccessSize = 2;

    public const int IterationsOffset = AccessOffset + AccessSize;
    public const int IterationsSize = 4;

    public const int SaltOffset = IterationsOffset + IterationsSize;
    public const int SaltSize = 32;

    public const int KeySetIdOffset = SaltOffset + SaltSize;
    public const int KeySetIdSize = 16;

    public const int NonceOffset = KeySetIdOffset + KeySetIdSize;
    public const int NonceSize = 12;

    public const int TagOffset = NonceOffset + NonceSize;
    public const int TagSize = 16;

    public const int SealedSizeOffset = TagOffset + TagSize;
    public const int SealedSizeSize = 2;

    public const int SealedOffset = SealedSizeOffset + SealedSizeSize;
    public const int SealedSize = 128;

    public const int LabelSizeOffset = SealedOffset + SealedSize;
    public const int LabelSizeSize = 2;

    public const int LabelOffset = LabelSizeOffset + LabelSizeSize;
    public const int LabelSize = 64;

    public const int End = LabelOffset + LabelSize;
}
