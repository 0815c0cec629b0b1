using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <content>Key slots.</content>
public static partial class StructureFields
{
    /// <summary>The kind section of a key slot, from the start of the file header.</summary>
    public static ImmutableArray<StructureField> KeySlotSection { get; } =
    [
        new("derivation", KeySlotSectionLayout.DerivationOffset, KeySlotSectionLayout.DerivationSize, FieldType.Number),
        new("access", KeySlotSectionLayout.AccessOffset, KeySlotSectionLayout.AccessSize, FieldType.Number),
        new("iterations", KeySlotSectionLayout.IterationsOffset, KeySlotSectionLayout.IterationsSize, FieldType.Number),
        new("salt", KeySlotSectionLayout.SaltOffset, KeySlotSectionLayout.SaltSize, FieldType.Bytes),
        new("key_set_id", KeySlotSectionLayout.KeySetIdOffset, KeySlotSectionLayout.KeySetIdSize, FieldType.Id),
        new("nonce", KeySlotSectionLayout.NonceOffset, KeySlotSectionLayout.NonceSize, FieldType.Bytes),
        new("tag", KeySlotSectionLayout.TagOffset, KeySlotSectionLayout.TagSize, FieldType.Bytes),
        new("sealed_size", KeySlotSectionLayout.SealedSizeOffset, KeySlotSectionLayout.SealedSizeSize, FieldType.Number),

        // Encrypted, but who sees it can try passphrases at home.
        new("sealed", KeySlotSectionLayout.SealedOffset, KeySlotSectionLayout.SealedSize, FieldType.Secret),
        new("label_size", KeySlotSectionLayout.LabelSizeOffset, KeySlotSectionLayout.LabelSizeSize, FieldType.Number),
        new("label", KeySlotSectionLayout.LabelOffset, KeySlotSectionLayout.LabelSize, FieldType.Text),
    ];
}
