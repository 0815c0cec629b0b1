using System.Buffers.Binary;
using System.Text;

namespace GeodeArchive.Format;

/// <summary>
/// What the header of a key slot says beyond every header: for whom it is, and the keys, sealed. See format-spec/keys.md.
/// </summary>
public sealed record KeySlotSection : FileKindSection
{
    /// <summary>Most iterations that a reader makes: a made-up slot must not keep it busy for minutes.</summary>
    public const int IterationsMax = 20_000_000;

    /// <summary>Size of the salt, in bytes.</summary>
    public const int SaltSize = KeySlotSectionLayout.SaltSize;

    /// <summary>Most bytes of a label in UTF-8.</summary>
    public const int LabelSizeMax = KeySlotSectionLayout.LabelSize;

    /// <inheritdoc/>
    public override ArchiveFileKind Kind => ArchiveFileKind.KeySlot;

    internal override int End => KeySlotSectionLayout.End;

    /// <summary>How the slot's key is made.</summary>
    public required KeyDerivation Derivation { get; init; }

    /// <summary>What its owner can do.</summary>
    public required KeyAccess Access { get; init; }

    /// <summary>Rounds of PBKDF2; 0 for a key file.</summary>
    public required int Iterations { get; init; }

    /// <summary>32 random bytes.</summary>
    public required Hash256 Salt { get; init; }

    /// <summary>The keys that it gives.</summary>
    public required KeySetId KeySetId { get; init; }

    /// <summary>The master key, or what a write-only client has, under the slot's key.</summary>
    public required SealedBytes Keys { get; init; }

    /// <summary>For people; may be empty.</summary>
    public required string Label { get; init; }

    /// <summary>Bytes of keys that a slot with this access seals.</summary>
    public static int KeysSizeOf(KeyAccess access) => access == KeyAccess.ReadWrite ? 32 : 128;

    /// <summary>Whether a slot may have this label.</summary>
    public static bool IsLabel(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return !StrictText.HasControl(label) && Encoding.UTF8.GetByteCount(label) <= LabelSizeMax;
    }

    internal static KeySlotSection Read(ReadOnlySpan<byte> header, Place place)
    {
        ushort derivation = BinaryPrimitives.ReadUInt16LittleEndian(header[KeySlotSectionLayout.DerivationOffset..]);
        ushort access = BinaryPrimitives.ReadUInt16LittleEndian(header[KeySlotSectionLayout.AccessOffset..]);
        uint iterations = BinaryPrimitives.ReadUInt32LittleEndian(header[KeySlotSectionLayout.IterationsOffset..]);
        ushort sealedSize = BinaryPrimitives.ReadUInt16LittleEndian(header[KeySlotSectionLayout.SealedSizeOffset..]);
        ushort labelSize = BinaryPrimitives.ReadUInt16LittleEndian(header[KeySlotSectionLayout.LabelSizeOffset..]);
        place.RequireRange(derivation, (long)KeyDerivation.KeyFile, (long)KeyDerivation.Passphrase, "derivation");
        place.RequireRange(access, (long)KeyAccess.ReadWrite, (long)KeyAccess.WriteOnly, "access");
        place.RequireRange(iterations, 0, IterationsMax, "iterations");
        place.RequireAtMost(sealedSize, KeySlotSectionLayout.SealedSize, "sealed_size");
        place.RequireAtMost(labelSize, KeySlotSectionLayout.LabelSize, "label_size");
        return new KeySlotSection
        {
            Derivation = (KeyDerivation)derivation,
            Access = (KeyAccess)access,
            Iterations = (int)iterations,
            Salt = Hash256.Read(header[KeySlotSectionLayout.SaltOffset..]),
            KeySetId = KeySetId.Read(header[KeySlotSectionLayout.KeySetIdOffset..]),
            Keys = new SealedBytes(
                header.Slice(KeySlotSectionLayout.NonceOffset, KeySlotSectionLayout.NonceSize),
                header.Slice(KeySlotSectionLayout.TagOffset, KeySlotSectionLayout.TagSize),
                header.Slice(KeySlotSectionLayout.SealedOffset, sealedSize)),
            Label = StrictText.Decode(header.Slice(KeySlotSectionLayout.LabelOffset, labelSize), place, "label"),
        };
    }

    internal override void Write(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header[KeySlotSectionLayout.DerivationOffset..], (ushort)Derivation);
        BinaryPrimitives.WriteUInt16LittleEndian(header[KeySlotSectionLayout.AccessOffset..], (ushort)Access);
        BinaryPrimitives.WriteInt32LittleEndian(header[KeySlotSectionLayout.IterationsOffset..], Iterations);
        Salt.Write(header[KeySlotSectionLayout.SaltOffset..]);
        KeySetId.Write(header[KeySlotSectionLayout.KeySetIdOffset..]);
        Keys.Nonce.CopyTo(header[KeySlotSectionLayout.NonceOffset..]);
        Keys.Tag.CopyTo(header[KeySlotSectionLayout.TagOffset..]);
        BinaryPrimitives.WriteUInt16LittleEndian(header[KeySlotSectionLayout.SealedSizeOffset..], (ushort)Keys.Content.Length);
        Keys.Content.CopyTo(header[KeySlotSectionLayout.SealedOffset..]);
        byte[] label = StrictText.Encode(Label, Place.Encoding("file header"), "label");
        BinaryPrimitives.WriteUInt16LittleEndian(header[KeySlotSectionLayout.LabelSizeOffset..], (ushort)label.Length);
        label.CopyTo(header[KeySlotSectionLayout.LabelOffset..]);
    }

    internal override void Validate(FileHeader header, Place place)
    {
        place.Require(Derivation is KeyDerivation.KeyFile or KeyDerivation.Passphrase, FormatError.BadValue, "derivation is unknown");
        place.Require(Access is KeyAccess.ReadWrite or KeyAccess.WriteOnly, FormatError.BadValue, "access is unknown");
        place.RequireRange(Iterations, 0, IterationsMax, "iterations");
        place.Require(
            (Iterations == 0) == (Derivation == KeyDerivation.KeyFile), FormatError.BadValue, "iterations do not suit the derivation");
        place.Require(!KeySetId.IsZero, FormatError.BadValue, "key_set_id is zero");
        place.Require(Keys.Content.Length == KeysSizeOf(Access), FormatError.BadValue, "sealed_size does not suit the access");
        place.Require(IsLabel(Label), FormatError.BadValue, "label holds a control character, or is too long");
    }

    internal override void RequireReserved(ReadOnlySpan<byte> header, Place place)
    {
        ushort sealedSize = BinaryPrimitives.ReadUInt16LittleEndian(header[KeySlotSectionLayout.SealedSizeOffset..]);
        ushort labelSize = BinaryPrimitives.ReadUInt16LittleEndian(header[KeySlotSectionLayout.LabelSizeOffset..]);
        place.RequireReserved(
            header[(KeySlotSectionLayout.SealedOffset + sealedSize)..KeySlotSectionLayout.LabelSizeOffset], "the rest of sealed");
        place.RequireReserved(header[(KeySlotSectionLayout.LabelOffset + labelSize)..KeySlotSectionLayout.End], "the rest of label");
    }
}
