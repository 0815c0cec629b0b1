using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>The last 128 bytes of manifests, segments, indexes, log objects and exports: see format-spec/trailer.md.</summary>
public sealed record Trailer
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = TrailerLayout.Size;

    private const string StructureName = "trailer";

    /// <summary>The magic.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, 0x47, 0x45, 0x54, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>That of the file header: manifest, segment, index, log object or export.</summary>
    public required ArchiveFileKind Kind { get; init; }

    /// <summary>Blocks in the file, the footer included; at least 1.</summary>
    public required uint BlockCount { get; init; }

    /// <summary>Where the header of the footer block is; 0 in a manifest.</summary>
    public required long FooterOffset { get; init; }

    /// <summary>Length of the file, this trailer included, in bytes.</summary>
    public required long FileSize { get; init; }

    /// <summary>That of the file header.</summary>
    public required FileId FileId { get; init; }

    /// <summary>SHA-256 that fixes the content of the file.</summary>
    public required Hash256 RootHash { get; init; }

    /// <summary>HMAC-SHA-256 of the root hash under the manifest key; zero without encryption.</summary>
    public Hash256 Mac { get; init; }

    /// <summary>Chunks of a segment, entries of an index, records of a manifest or log object, objects of an export; at least 1.</summary>
    public required long ItemCount { get; init; }

    private Place Decoding => Place.Decoding(StructureName, FileSize - Size);

    /// <summary>Reads and checks a trailer.</summary>
    /// <param name="bytes">The last 128 bytes of the file.</param>
    /// <param name="baseOffset">Where they are: the length of the file less 128. The file size in the trailer must agree.</param>
    /// <exception cref="ArchiveFormatException">Not a valid trailer, or one of a file that was cut or has grown.</exception>
    public static Trailer Decode(ReadOnlySpan<byte> bytes, long baseOffset)
    {
        Place place = Place.Decoding(StructureName, baseOffset);
        place.RequireSize(bytes.Length, Size);
        place.Require(bytes.Length == Size, FormatError.TrailingBytes, "there are bytes after the trailer");
        place.Require(
            bytes.StartsWith(Magic), FormatError.BadMagic, "the file does not end with a trailer: it was not finished, or was cut");
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[TrailerLayout.TrailerChecksumOffset..]);
        place.Require(
            checksum == Crc32C.Compute(bytes[..TrailerLayout.TrailerChecksumOffset]), FormatError.BadChecksum, "the trailer is damaged");

        Trailer trailer = new()
        {
            Kind = (ArchiveFileKind)BinaryPrimitives.ReadUInt16LittleEndian(bytes[TrailerLayout.KindOffset..]),
            BlockCount = BinaryPrimitives.ReadUInt32LittleEndian(bytes[TrailerLayout.BlockCountOffset..]),
            FooterOffset = place.Signed(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[TrailerLayout.FooterOffsetOffset..]), "footer_offset"),
            FileSize = place.Signed(BinaryPrimitives.ReadUInt64LittleEndian(bytes[TrailerLayout.FileSizeOffset..]), "file_size"),
            FileId = FileId.Read(bytes[TrailerLayout.FileIdOffset..]),
            RootHash = Hash256.Read(bytes[TrailerLayout.RootHashOffset..]),
            Mac = Hash256.Read(bytes[TrailerLayout.MacOffset..]),
            ItemCount = place.Signed(BinaryPrimitives.ReadUInt64LittleEndian(bytes[TrailerLayout.ItemCountOffset..]), "item_count"),
        };
        trailer.Validate(place);
        place.RequireReserved(bytes.Slice(TrailerLayout.Reserved1Offset, TrailerLayout.Reserved1Size), "reserved");
        place.RequireReserved(bytes.Slice(TrailerLayout.Reserved2Offset, TrailerLayout.Reserved2Size), "reserved");
        place.Require(trailer.FileSize <= baseOffset + Size, FormatError.Truncated, "the file is shorter than its trailer says");
        place.Require(trailer.FileSize == baseOffset + Size, FormatError.TrailingBytes, "the file is longer than its trailer says");
        return trailer;
    }

    /// <summary>Writes the trailer.</summary>
    /// <param name="destination">Its first 128 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse, or too little room.</exception>
    public void Encode(Span<byte> destination)
    {
        Validate(Place.Encoding(StructureName));
        if (destination.Length < Size)
        {
            throw new ArgumentException("no room for a trailer", nameof(destination));
        }

        Span<byte> bytes = destination[..Size];
        bytes.Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[TrailerLayout.KindOffset..], (ushort)Kind);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[TrailerLayout.BlockCountOffset..], BlockCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[TrailerLayout.FooterOffsetOffset..], FooterOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[TrailerLayout.FileSizeOffset..], FileSize);
        FileId.Write(bytes[TrailerLayout.FileIdOffset..]);
        RootHash.Write(bytes[TrailerLayout.RootHashOffset..]);
        Mac.Write(bytes[TrailerLayout.MacOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[TrailerLayout.ItemCountOffset..], ItemCount);
        uint checksum = Crc32C.Compute(bytes[..TrailerLayout.TrailerChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[TrailerLayout.TrailerChecksumOffset..], checksum);
    }

    /// <summary>
    /// Refuses a trailer that does not belong to <paramref name="header"/>: <c>bad-kind</c>, <c>bad-identity</c>, or a MAC in a plain
    /// segment, index or log object.
    /// </summary>
    /// <exception cref="ArchiveFormatException">It does not.</exception>
    public void ExpectHeader(FileHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        Place place = Decoding;
        place.Require(Kind == header.Kind, FormatError.BadKind, "the trailer is of another kind than the file header");
        place.Require(FileId == header.FileId, FormatError.BadIdentity, "the trailer is of another file");

        // A manifest is never encrypted, but authenticated where its repository has keys: its header does not say.
        bool mayHaveMac = Kind == ArchiveFileKind.Manifest || header.Encryption != EncryptionAlgorithm.None;
        place.Require(mayHaveMac || Mac.IsZero, FormatError.BadValue, "mac in a file without encryption");
    }

    /// <summary>
    /// Refuses a footer block that does not end where this trailer begins with <c>bad-reference</c>, another type with <c>bad-kind</c>.
    /// </summary>
    /// <exception cref="ArchiveFormatException">It does not.</exception>
    public void ExpectFooter(in BlockHeader footer)
    {
        footer.ExpectType(BlockType.Footer);
        Decoding.Require(footer.End == FileSize - Size, FormatError.BadReference, "the footer block does not end where the trailer begins");
    }

    /// <summary>Refuses other counts than the trailer's with <c>bad-reference</c>.</summary>
    /// <param name="blockCount">Blocks that the file has, the footer included.</param>
    /// <param name="itemCount">Chunks, entries or records that it has.</param>
    /// <exception cref="ArchiveFormatException">They differ.</exception>
    public void ExpectCounts(long blockCount, long itemCount)
    {
        Decoding.Require(BlockCount == blockCount, FormatError.BadReference, "block_count is not that of the file");
        Decoding.Require(ItemCount == itemCount, FormatError.BadReference, "item_count is not that of the file");
    }

    /// <summary>Refuses content whose root hash is not the trailer's with <c>bad-checksum</c>.</summary>
    /// <param name="content">The root hash of what the file holds.</param>
    /// <exception cref="ArchiveFormatException">It is another.</exception>
    public void ExpectRootHash(Hash256 content) =>
        Decoding.Require(RootHash == content, FormatError.BadChecksum, "root_hash is not that of the file");

    private void Validate(Place place)
    {
        place.Require(
            Kind is ArchiveFileKind.Manifest or ArchiveFileKind.Segment or ArchiveFileKind.Index or ArchiveFileKind.LogObject
                or ArchiveFileKind.Export,
            FormatError.BadValue,
            "kind of a file without a trailer");
        place.Require(BlockCount >= 1, FormatError.BadValue, "block_count is 0");
        long sizeMax = Kind switch
        {
            ArchiveFileKind.Index => Limits.IndexFileSizeMax,
            ArchiveFileKind.Export => Limits.ExportFileSizeMax,
            _ => Limits.FileSizeMax,
        };
        place.RequireAtMost(FileSize, sizeMax, "file_size");
        long footerMax = FileSize - Size - BlockHeader.Size - BlockPayload.PrefixSize;
        place.RequireRange(footerMax, FileHeader.Size, long.MaxValue, "room for blocks by file_size");
        if (Kind == ArchiveFileKind.Manifest)
        {
            place.RequireRange(FooterOffset, 0, 0, "footer_offset of a manifest");
        }
        else
        {
            bool isInside = FooterOffset >= FileHeader.Size && FooterOffset <= footerMax;
            place.Require(isInside, FormatError.BadReference, "footer_offset is outside the file's blocks");
        }

        place.Require(!FileId.IsZero, FormatError.BadValue, "file_id is zero");
        place.RequireRange(ItemCount, 1, long.MaxValue, "item_count");
    }
}
