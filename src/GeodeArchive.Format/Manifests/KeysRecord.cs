namespace GeodeArchive.Format;

/// <summary>
/// The keys of the encrypted domain: which set they are, and the keys of all generations under the master key. From its manifest on, every
/// manifest is authenticated.
/// </summary>
public sealed record KeysRecord : ManifestRecord
{
    /// <summary>Most generations.</summary>
    public const int GenerationMax = 4096;

    /// <summary>Bytes of the ring for each generation: a data key and a private key, 32 bytes each.</summary>
    public const int GenerationSize = 64;

    /// <inheritdoc/>
    public override ManifestRecordType Type => ManifestRecordType.Keys;

    /// <summary>The set; the slots that open it carry the same.</summary>
    public required KeySetId KeySetId { get; init; }

    /// <summary>Which generation new files are encrypted with, from 1: the last of the ring.</summary>
    public required uint Generation { get; init; }

    /// <summary>65 bytes: the public key of that generation, an uncompressed P-256 point.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>The keys of all generations, from the first, under the ring key.</summary>
    public required SealedBytes Ring { get; init; }

    /// <inheritdoc/>
    public bool Equals(KeysRecord? other) => other is not null
        && KeySetId == other.KeySetId
        && Generation == other.Generation
        && PublicKey.Span.SequenceEqual(other.PublicKey.Span)
        && Ring.Equals(other.Ring);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(KeySetId, Generation);

    internal static KeysRecord Read(ref FormatReader reader) => new()
    {
        KeySetId = new KeySetId(reader.ReadId()),
        Generation = (uint)reader.ReadRange("generation", 1, GenerationMax),
        PublicKey = reader.ReadBytes(FileHeaderLayout.EphemeralPublicKeySize).ToArray(),
        Ring = new SealedBytes(
            reader.ReadBytes(SealedBytes.NonceSize),
            reader.ReadBytes(SealedBytes.TagSize),
            reader.ReadLengthPrefixed(GenerationMax * GenerationSize, GenerationSize, "ring")),
    };

    internal override void Validate(Place place)
    {
        place.Require(!KeySetId.IsZero, FormatError.BadValue, "key_set_id is zero");
        place.RequireRange(Generation, 1, GenerationMax, "generation");
        place.Require(
            PublicKey.Length == FileHeaderLayout.EphemeralPublicKeySize && PublicKey.Span[0] == WrappedKey.UncompressedPoint,
            FormatError.BadValue,
            "public_key is not an uncompressed point");
        place.Require(Ring.Content.Length == Generation * GenerationSize, FormatError.BadValue, "ring does not suit generation");
    }

    internal override void WriteFields(FormatWriter writer, Place place)
    {
        writer.WriteId(KeySetId.Value);
        writer.WriteVarint(Generation);
        writer.WriteBytes(PublicKey.Span);
        writer.WriteBytes(Ring.Nonce);
        writer.WriteBytes(Ring.Tag);
        writer.WriteLengthPrefixed(Ring.Content);
    }
}
