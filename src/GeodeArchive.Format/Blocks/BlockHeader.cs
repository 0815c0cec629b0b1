using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>The 64 bytes before every stored payload: see format-spec/block.md.</summary>
public readonly record struct BlockHeader
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = BlockHeaderLayout.Size;

    private const string StructureName = "block header";

    /// <summary>The magic, "GBLK".</summary>
    public static ReadOnlySpan<byte> Magic => "GBLK"u8;

    /// <summary>What the block holds.</summary>
    public required BlockType Type { get; init; }

    /// <summary>How the payload is compressed.</summary>
    public required CompressionAlgorithm Compression { get; init; }

    /// <summary>How the payload is encrypted.</summary>
    public required EncryptionAlgorithm Encryption { get; init; }

    /// <summary>Size of the stored payload after the header, in bytes.</summary>
    public required int StoredSize { get; init; }

    /// <summary>Number of the block in its file, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>Where the header is in its file.</summary>
    public required long Offset { get; init; }

    /// <summary>CRC32C of the stored payload and twelve zero bytes, or the GCM tag.</summary>
    public required Id128 PayloadSum { get; init; }

    /// <summary>The file it belongs to.</summary>
    public required FileId FileId { get; init; }

    /// <summary>Where the next block, or what follows the blocks, begins.</summary>
    public long End => Offset + Size + StoredSize;

    /// <summary>Reads and checks a header: magic, checksum, values. Its place is checked by <see cref="CheckPlace"/>.</summary>
    /// <param name="bytes">At least a header; what follows is not looked at.</param>
    /// <param name="atOffset">Where it was read from its file.</param>
    /// <exception cref="ArchiveFormatException">Not a valid header.</exception>
    public static BlockHeader Decode(ReadOnlySpan<byte> bytes, long atOffset)
    {
        Place place = Place.Decoding(StructureName, atOffset);
        place.RequireSize(bytes.Length, Size);
        ReadOnlySpan<byte> header = bytes[..Size];
        place.Require(header.StartsWith(Magic), FormatError.BadMagic, "no block starts here");
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(header[BlockHeaderLayout.HeaderChecksumOffset..]);
        place.Require(
            checksum == Crc32C.Compute(header[BlockHeaderLayout.TypeOffset..]), FormatError.BadChecksum, "the block header is damaged");

        uint storedSize = BinaryPrimitives.ReadUInt32LittleEndian(header[BlockHeaderLayout.StoredSizeOffset..]);
        place.RequireAtMost(storedSize, Limits.BlockStoredSizeMax, "stored_size");
        BlockHeader decoded = new()
        {
            Type = (BlockType)header[BlockHeaderLayout.TypeOffset],
            Compression = (CompressionAlgorithm)header[BlockHeaderLayout.CompressionOffset],
            Encryption = (EncryptionAlgorithm)header[BlockHeaderLayout.EncryptionOffset],
            StoredSize = (int)storedSize,
            Sequence = place.Signed(BinaryPrimitives.ReadUInt64LittleEndian(header[BlockHeaderLayout.SequenceOffset..]), "sequence"),
            Offset = place.Signed(BinaryPrimitives.ReadUInt64LittleEndian(header[BlockHeaderLayout.OffsetOffset..]), "offset"),
            PayloadSum = Id128.Read(header[BlockHeaderLayout.PayloadSumOffset..]),
            FileId = FileId.Read(header[BlockHeaderLayout.FileIdOffset..]),
        };
        decoded.Validate(place);
        place.RequireReserved(header.Slice(BlockHeaderLayout.ReservedOffset, BlockHeaderLayout.ReservedSize), "reserved");
        return decoded;
    }

    /// <summary>Whether magic and checksum are right: a search through many bytes decodes only what passes this.</summary>
    /// <param name="bytes">At least a header; what follows is not looked at.</param>
    public static bool HasRightSum(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Magic)
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[BlockHeaderLayout.HeaderChecksumOffset..]) == Crc32C.Compute(
            bytes[BlockHeaderLayout.TypeOffset..Size]);

    /// <summary>Refuses a block of another file, number or offset with <c>bad-identity</c>.</summary>
    /// <param name="file">The file that is read.</param>
    /// <param name="sequence">The number that the place asks for.</param>
    /// <param name="offset">Where it was read.</param>
    /// <exception cref="ArchiveFormatException">It belongs elsewhere.</exception>
    public void CheckPlace(FileId file, long sequence, long offset)
    {
        Place place = Place.Decoding(StructureName, offset);
        place.Require(FileId == file, FormatError.BadIdentity, "the block belongs to another file");
        if (Offset != offset)
        {
            place.Fail(FormatError.BadIdentity, $"the block belongs at offset {Offset}");
        }

        if (Sequence != sequence)
        {
            place.Fail(FormatError.BadIdentity, $"the block is number {Sequence}, not {sequence}");
        }
    }

    /// <summary>Refuses a block of another type with <c>bad-kind</c>.</summary>
    /// <exception cref="ArchiveFormatException">Another type.</exception>
    public void ExpectType(BlockType type) =>
        Place.Decoding(StructureName, Offset).Require(Type == type, FormatError.BadKind, "the block is of another type");

    /// <summary>Refuses a block that is encrypted otherwise than its file's header says with <c>bad-reference</c>.</summary>
    /// <exception cref="ArchiveFormatException">It is.</exception>
    public void ExpectEncryption(EncryptionAlgorithm encryption) => Place.Decoding(StructureName, Offset).Require(
        Encryption == encryption, FormatError.BadReference, "the block is not encrypted as its file");

    /// <summary>Writes the header.</summary>
    /// <param name="destination">Its first 64 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse, or too little room.</exception>
    public void Encode(Span<byte> destination)
    {
        Validate(Place.Encoding(StructureName));
        if (destination.Length < Size)
        {
            throw new ArgumentException("no room for a block header", nameof(destination));
        }

        Span<byte> header = destination[..Size];
        header.Clear();
        WriteFields(header);
        uint checksum = Crc32C.Compute(header[BlockHeaderLayout.TypeOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[BlockHeaderLayout.HeaderChecksumOffset..], checksum);
    }

    /// <summary>Writes the header as it is authenticated with an encrypted payload: header checksum and payload sum as zero.</summary>
    /// <param name="destination">Its first 64 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse, or too little room.</exception>
    public void EncodeAuthenticated(Span<byte> destination)
    {
        Encode(destination);
        destination.Slice(BlockHeaderLayout.HeaderChecksumOffset, BlockHeaderLayout.HeaderChecksumSize).Clear();
        destination.Slice(BlockHeaderLayout.PayloadSumOffset, BlockHeaderLayout.PayloadSumSize).Clear();
    }

    private void WriteFields(Span<byte> header)
    {
        Magic.CopyTo(header);
        header[BlockHeaderLayout.TypeOffset] = (byte)Type;
        header[BlockHeaderLayout.CompressionOffset] = (byte)Compression;
        header[BlockHeaderLayout.EncryptionOffset] = (byte)Encryption;
        BinaryPrimitives.WriteInt32LittleEndian(header[BlockHeaderLayout.StoredSizeOffset..], StoredSize);
        BinaryPrimitives.WriteInt64LittleEndian(header[BlockHeaderLayout.SequenceOffset..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[BlockHeaderLayout.OffsetOffset..], Offset);
        PayloadSum.Write(header[BlockHeaderLayout.PayloadSumOffset..]);
        FileId.Write(header[BlockHeaderLayout.FileIdOffset..]);
    }

    private void Validate(Place place)
    {
        place.Require(Type is >= BlockType.Data and <= BlockType.LogRecords, FormatError.BadValue, "type is unknown");
        place.Require(
            Compression is >= CompressionAlgorithm.None and <= CompressionAlgorithm.Gzip, FormatError.BadValue, "compression is unknown");
        place.Require(
            Encryption is EncryptionAlgorithm.None or EncryptionAlgorithm.Aes256Gcm, FormatError.BadValue, "encryption is unknown");
        place.RequireAtMost(StoredSize, Limits.BlockStoredSizeMax, "stored_size");
        place.RequireRange(StoredSize, BlockPayload.PrefixSize, Limits.BlockStoredSizeMax, "stored_size");
        place.RequireRange(Sequence, 0, uint.MaxValue, "sequence");
        place.RequireRange(Offset, FileHeader.Size, Limits.ExportFileSizeMax, "offset");
        place.Require(!FileId.IsZero, FormatError.BadValue, "file_id is zero");
    }
}
