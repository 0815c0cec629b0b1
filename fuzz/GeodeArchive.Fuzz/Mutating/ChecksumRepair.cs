using System.Buffers.Binary;
using System.Security.Cryptography;
using GeodeArchive.Codecs;
using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Mutating;

/// <summary>
/// Makes sums of damaged structures right again, in place, as somebody would who wants to be believed. Where a structure is not
/// even there, nothing is done. Reads by the fields of the specification, not by the decoders that are under test.
/// </summary>
public static class ChecksumRepair
{
    private static readonly StructureField HeaderSum = FieldPlaces.Named(StructureFields.FileHeader, "header_checksum");
    private static readonly StructureField TextSum = FieldPlaces.Named(StructureFields.BackupSection, "text_checksum");
    private static readonly StructureField BlockSum = FieldPlaces.Named(StructureFields.BlockHeader, "header_checksum");
    private static readonly StructureField BlockStart = FieldPlaces.Named(StructureFields.BlockHeader, "type");
    private static readonly StructureField Compression = FieldPlaces.Named(StructureFields.BlockHeader, "compression");
    private static readonly StructureField Encryption = FieldPlaces.Named(StructureFields.BlockHeader, "encryption");
    private static readonly StructureField FileEncryption = FieldPlaces.Named(StructureFields.FileHeader, "encryption");
    private static readonly StructureField StoredSize = FieldPlaces.Named(StructureFields.BlockHeader, "stored_size");
    private static readonly StructureField PayloadSum = FieldPlaces.Named(StructureFields.BlockHeader, "payload_sum");
    private static readonly StructureField PlainSize = FieldPlaces.Named(StructureFields.BlockPayload, "plain_size");
    private static readonly StructureField TrailerSum = FieldPlaces.Named(StructureFields.Trailer, "trailer_checksum");
    private static readonly StructureField TrailerFileSize = FieldPlaces.Named(StructureFields.Trailer, "file_size");
    private static readonly StructureField FooterOffset = FieldPlaces.Named(StructureFields.Trailer, "footer_offset");
    private static readonly StructureField RootHash = FieldPlaces.Named(StructureFields.Trailer, "root_hash");
    private static readonly StructureField PageSum = FieldPlaces.Named(StructureFields.IndexPage, "page_sum");

    /// <summary>The checksum of a file header.</summary>
    public static void FileHeader(Span<byte> bytes)
    {
        if (bytes.Length >= HeaderSum.End)
        {
            WriteSum(bytes, HeaderSum, bytes[..HeaderSum.Offset]);
        }
    }

    /// <summary>The sums of a backup file.</summary>
    public static void BackupFile(Span<byte> bytes)
    {
        const int textSize = Format.BackupFile.TextSize;
        if (bytes.Length >= textSize + HeaderSum.End)
        {
            WriteSum(bytes[textSize..], TextSum, bytes[..textSize]);
            FileHeader(bytes[textSize..]);
        }
    }

    /// <summary>The checksum of a trailer.</summary>
    public static void Trailer(Span<byte> bytes)
    {
        if (bytes.Length >= TrailerSum.End)
        {
            WriteSum(bytes, TrailerSum, bytes[..TrailerSum.Offset]);
        }
    }

    /// <summary>The checksum of a block header alone.</summary>
    public static void BlockHeader(Span<byte> bytes)
    {
        if (bytes.Length >= Format.BlockHeader.Size)
        {
            WriteSum(bytes, BlockSum, bytes[BlockStart.Offset..Format.BlockHeader.Size]);
        }
    }

    /// <summary>The sums of a block, as far as its payload is there.</summary>
    /// <returns>Where it ends.</returns>
    public static int Block(Span<byte> bytes)
    {
        if (bytes.Length < Format.BlockHeader.Size)
        {
            return bytes.Length;
        }

        var storedSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[StoredSize.Offset..]);
        var end = (int)Math.Min(Format.BlockHeader.Size + (long)storedSize, bytes.Length);
        if (bytes[Encryption.Offset] != (byte)EncryptionAlgorithm.Aes256Gcm)
        {
            // A tag cannot be made without a key.
            var sum = bytes.Slice(PayloadSum.Offset, PayloadSum.Size);
            sum.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(sum, Crc32C.Compute(bytes[Format.BlockHeader.Size..end]));
        }

        BlockHeader(bytes);
        return end;
    }

    /// <summary>The sums of all blocks from <paramref name="start"/> on, as long as one follows the other.</summary>
    public static void Blocks(Span<byte> file, int start)
    {
        while (start < file.Length && file[start..].StartsWith(Format.BlockHeader.Magic))
        {
            start += Block(file[start..]);
        }
    }

    /// <summary>The sum of an index page.</summary>
    public static void IndexPage(Span<byte> page)
    {
        if (page.Length >= Format.IndexPage.Size)
        {
            page = page[..Format.IndexPage.Size];
            page[..PageSum.Size].Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(page, Crc32C.Compute(page[PageSum.Size..]));
        }
    }

    /// <summary>All sums of a segment, and its root hash.</summary>
    public static void Segment(Span<byte> file)
    {
        FileHeader(file);
        Blocks(file, Format.FileHeader.Size);
        End(file, PlainOfFooter(file));
    }

    /// <summary>All sums of an index, and its root hash; its pages hash stays as it is.</summary>
    public static void Index(Span<byte> file)
    {
        FileHeader(file);
        var at = Format.FileHeader.Size;
        while (file.Length - at >= Format.IndexPage.Size && !file[at..].StartsWith(Format.BlockHeader.Magic))
        {
            if (!IsEncrypted(file))
            {
                IndexPage(file[at..]);
            }

            at += Format.IndexPage.Size;
        }

        Blocks(file, Math.Min(at, file.Length));
        End(file, PlainOfFooter(file));
    }

    /// <summary>All sums of a manifest, and its root hash, as far as its blocks decompress.</summary>
    public static void Manifest(Span<byte> file)
    {
        FileHeader(file);
        Blocks(file, Format.FileHeader.Size);
        var plain = new List<byte>();
        var at = Format.FileHeader.Size;
        while (at < file.Length && file[at..].StartsWith(Format.BlockHeader.Magic))
        {
            plain.AddRange(PlainOfBlock(file[at..], out var size));
            at += size;
        }

        End(file, [.. plain]);
    }

    /// <summary>The trailer at the end: that it knows the file's length, what it is the root of, and its sum.</summary>
    private static void End(Span<byte> file, byte[] rootOf)
    {
        var start = file.Length - Format.Trailer.Size;
        if (start < Format.FileHeader.Size)
        {
            return;
        }

        var trailer = file[start..];
        BinaryPrimitives.WriteInt64LittleEndian(trailer[TrailerFileSize.Offset..], file.Length);
        if (IsEncrypted(file))
        {
            // The root hash is over what only a key shows.
            Trailer(trailer);
            return;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..Format.FileHeader.Size]);
        hash.AppendData(rootOf);
        hash.GetHashAndReset(trailer.Slice(RootHash.Offset, RootHash.Size));
        Trailer(trailer);
    }

    private static bool IsEncrypted(ReadOnlySpan<byte> file) => file.Length >= Format.FileHeader.Size
        && BinaryPrimitives.ReadUInt16LittleEndian(file[FileEncryption.Offset..]) == (ushort)EncryptionAlgorithm.Aes256Gcm;

    private static byte[] PlainOfFooter(ReadOnlySpan<byte> file)
    {
        var start = file.Length - Format.Trailer.Size;
        if (start < Format.FileHeader.Size)
        {
            return [];
        }

        var footer = BinaryPrimitives.ReadUInt64LittleEndian(file[(start + FooterOffset.Offset)..]);
        return footer >= (ulong)start ? [] : PlainOfBlock(file[(int)footer..start], out _);
    }

    private static byte[] PlainOfBlock(ReadOnlySpan<byte> block, out int size)
    {
        const int prefixSize = BlockPayload.PrefixSize;
        size = block.Length;
        if (block.Length < Format.BlockHeader.Size + prefixSize)
        {
            return [];
        }

        var storedSize = BinaryPrimitives.ReadUInt32LittleEndian(block[StoredSize.Offset..]);
        size = (int)Math.Min(Format.BlockHeader.Size + (long)storedSize, block.Length);
        var stored = block[Format.BlockHeader.Size..size];
        var plainSize = stored.Length < prefixSize ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(stored[PlainSize.Offset..]);
        var algorithm = (CompressionAlgorithm)block[Compression.Offset];
        if (plainSize > Limits.BlockPlainSizeMax
            || stored.Length < prefixSize
            || algorithm is < CompressionAlgorithm.None or > CompressionAlgorithm.Gzip)
        {
            return [];
        }

        var plain = new byte[plainSize];
        using var decompressor = Decompressors.Create(algorithm);
        return decompressor.TryDecompress(stored[prefixSize..], plain) ? plain : [];
    }

    private static void WriteSum(Span<byte> bytes, StructureField field, ReadOnlySpan<byte> summed) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[field.Offset..], Crc32C.Compute(summed));
}
