using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>
/// A stored payload, after decryption if it is encrypted: sizes, the compressed bytes, padding. See format-spec/block.md. A view of the
/// span that was decoded.
/// </summary>
public readonly ref struct BlockPayload
{
    /// <summary>Size of what is before the compressed bytes.</summary>
    public const int PrefixSize = BlockPayloadLayout.CompressedOffset;

    private const string StructureName = "block payload";

    private BlockPayload(int plainSize, ReadOnlySpan<byte> compressed)
    {
        PlainSize = plainSize;
        Compressed = compressed;
    }

    /// <summary>Size of the payload after decompression, in bytes.</summary>
    public int PlainSize { get; }

    /// <summary>The compressed payload; the payload itself if the compression is none.</summary>
    public ReadOnlySpan<byte> Compressed { get; }

    /// <summary>
    /// Checks a stored payload: its sum (if it is not encrypted: else the tag was checked when it was decrypted), sizes, padding.
    /// </summary>
    /// <param name="stored">The stored bytes, decrypted if <paramref name="header"/> says that they were encrypted.</param>
    /// <param name="header">The header before it; errors have its offset.</param>
    /// <exception cref="ArchiveFormatException">Not a valid payload.</exception>
    public static BlockPayload Decode(ReadOnlySpan<byte> stored, scoped in BlockHeader header)
    {
        Place place = Place.Decoding(StructureName, header.Offset);
        place.RequireSize(stored.Length, header.StoredSize);
        place.Require(stored.Length == header.StoredSize, FormatError.TrailingBytes, "there are bytes after the stored payload");
        bool encrypted = header.Encryption != EncryptionAlgorithm.None;
        place.Require(encrypted || SumPlain(stored) == header.PayloadSum, FormatError.BadChecksum, "the payload is damaged");
        place.RequireSize(stored.Length, PrefixSize);

        uint plainSize = BinaryPrimitives.ReadUInt32LittleEndian(stored[BlockPayloadLayout.PlainSizeOffset..]);
        uint compressedSize = BinaryPrimitives.ReadUInt32LittleEndian(stored[BlockPayloadLayout.CompressedSizeOffset..]);
        Validate(plainSize, compressedSize, header.Compression, place);
        long end = PrefixSize + compressedSize;
        place.Require(end <= stored.Length, FormatError.Truncated, "compressed_size is beyond the stored payload");
        if (encrypted)
        {
            place.Require(Padme.PaddedSize((int)end) == stored.Length, FormatError.BadValue, "stored_size is not the padded size");
            place.RequireReserved(stored[(int)end..], "padding");
        }
        else
        {
            place.Require(end == stored.Length, FormatError.TrailingBytes, "there are bytes after the compressed payload");
        }

        return new BlockPayload((int)plainSize, stored.Slice(PrefixSize, (int)compressedSize));
    }

    /// <summary>Size of a stored payload with its prefix, and padding if it is to be encrypted, in bytes.</summary>
    public static int StoredSizeFor(int compressedSize, EncryptionAlgorithm encryption)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(compressedSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(compressedSize, Limits.BlockPlainSizeMax);
        int size = PrefixSize + compressedSize;
        return encryption == EncryptionAlgorithm.None ? size : Padme.PaddedSize(size);
    }

    /// <summary>Writes the 8 bytes before the compressed payload.</summary>
    /// <exception cref="ArgumentException">Sizes that a reader would refuse, or too little room.</exception>
    public static void WritePrefix(Span<byte> destination, int plainSize, int compressedSize, CompressionAlgorithm compression)
    {
        Place place = Place.Encoding(StructureName);
        place.RequireRange(compressedSize, 0, uint.MaxValue, "compressed_size");
        Validate(plainSize, compressedSize, compression, place);
        if (destination.Length < PrefixSize)
        {
            throw new ArgumentException("no room for the prefix of a payload", nameof(destination));
        }

        BinaryPrimitives.WriteInt32LittleEndian(destination[BlockPayloadLayout.PlainSizeOffset..], plainSize);
        BinaryPrimitives.WriteInt32LittleEndian(destination[BlockPayloadLayout.CompressedSizeOffset..], compressedSize);
    }

    /// <summary>The payload sum of stored bytes that are not encrypted: their CRC32C, then twelve zero bytes.</summary>
    public static Id128 SumPlain(ReadOnlySpan<byte> stored)
    {
        uint crc = Crc32C.Compute(stored);

        // Little-endian in the first four bytes; an id is most significant byte first.
        return new Id128((ulong)BinaryPrimitives.ReverseEndianness(crc) << 32, 0);
    }

    private static void Validate(long plainSize, long compressedSize, CompressionAlgorithm compression, Place place)
    {
        place.RequireAtMost(plainSize, Limits.BlockPlainSizeMax, "plain_size");
        bool holds = compression == CompressionAlgorithm.None ? compressedSize == plainSize : compressedSize < plainSize;
        place.Require(holds, FormatError.BadValue, "compressed_size does not suit plain_size");
    }
}
