using System.Buffers.Binary;
using System.Collections.Immutable;
using GeodeArchive.Format;
using B = GeodeArchive.Format.BlockHeaderLayout;
using F = GeodeArchive.Format.SegmentFooterLayout;
using I = GeodeArchive.Format.IndexFooterLayout;

namespace GeodeArchive.Tests.Format;

/// <summary>Every check of blocks, chunk directories, footers and index pages.</summary>
public sealed class BlockFailureTests
{
    private static readonly FileId File = Samples.DataSegment.AsFileId();

    private static readonly BlockHeader Header = new()
    {
        Type = BlockType.Data,
        Compression = CompressionAlgorithm.None,
        Encryption = EncryptionAlgorithm.None,
        StoredSize = 100,
        Sequence = 0,
        Offset = 4096,
        PayloadSum = default,
        FileId = File,
    };

    private static readonly ImmutableArray<ChunkDirectoryEntry> Chunks =
        [new(ChunkId.OfPlain("a"u8), 5), new(ChunkId.OfPlain("b"u8), 6), new(ChunkId.OfPlain("c"u8), 7)];

    private static readonly SegmentFooter Footer = new(
        [new SegmentFooterBlock(4096, 100, 76 + 11, 2, Samples.Id(1)), new SegmentFooterBlock(4260, 50, 40 + 7, 1, Samples.Id(2))], Chunks);

    private static readonly IndexFooter IndexEnd = new(204, Hash256.OfContent("x"u8), [Samples.DataSegment, Samples.MetadataSegment]);

    private static readonly ImmutableArray<IndexEntry> Entries = [new(Prefix(1), 0), new(Prefix(2), 0), new(Prefix(2), 1)];

    private static readonly IReadOnlyList<FailureCase> Cases = [
        .. Headers(), .. Payloads(), .. Directories(), .. Footers(), .. Pages(), .. IndexFooters()
    ];

    public static TheoryData<string> Names => [.. Cases.Select(failure => failure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_called_by_its_name(string name) => Cases.Single(failure => failure.Name == name).Check();

    private static IEnumerable<FailureCase> Headers()
    {
        byte[] valid = StructureCases.EncodeBlockHeader(Header);
        Assert.Equal(Header, BlockHeader.Decode(valid, 4096));
        yield return Block("block: short", FormatError.Truncated, valid[..^1]);
        yield return Block("block: magic", FormatError.BadMagic, Patched(valid, 3, (byte)'X'));
        yield return Block("block: checksum", FormatError.BadChecksum, Patched(valid, B.FileIdOffset, 1));
        yield return Block("block: type 0", FormatError.BadValue, Fixed(valid, B.TypeOffset, 0));
        yield return Block("block: type 8", FormatError.BadValue, Fixed(valid, B.TypeOffset, 8));
        yield return Block("block: compression 5", FormatError.BadValue, Fixed(valid, B.CompressionOffset, 5));
        yield return Block("block: encryption 3", FormatError.BadValue, Fixed(valid, B.EncryptionOffset, 3));
        yield return Block("block: reserved", FormatError.ReservedNotZero, Fixed(valid, B.ReservedOffset, 1));
        yield return Block("block: stored_size below 8", FormatError.BadValue, Fixed(valid, B.StoredSizeOffset, 7));
        yield return Block("block: stored_size beyond 17 MiB", FormatError.TooLarge, Fixed(valid, B.StoredSizeOffset, U32((17 << 20) + 1)));
        yield return Block("block: stored_size beyond 2 GiB", FormatError.TooLarge, Fixed(valid, B.StoredSizeOffset, U32(uint.MaxValue)));
        yield return Block("block: sequence", FormatError.BadValue, Fixed(valid, B.SequenceOffset + 4, 1));
        yield return Block("block: offset in the header", FormatError.BadValue, Fixed(valid, B.OffsetOffset, 0, 0));
        yield return Block("block: offset beyond 64 TiB", FormatError.BadValue, Fixed(valid, B.OffsetOffset + 5, 0x80));
        yield return Block("block: offset beyond 2^63", FormatError.BadValue, Fixed(valid, B.OffsetOffset + 7, 0x80));
        yield return Block("block: file id", FormatError.BadValue, Fixed(valid, B.FileIdOffset, new byte[16]));
        yield return Place("block: another file", () => Header.CheckPlace(Samples.Manifest, 0, 4096));
        yield return Place("block: another number", () => Header.CheckPlace(File, 1, 4096));
        yield return new FailureCase(
            "block: another offset", FormatError.BadIdentity, "block header", 8192, () => Header.CheckPlace(File, 0, 8192));
        yield return new FailureCase(
            "block: another type", FormatError.BadKind, "block header", 4096, () => Header.ExpectType(BlockType.Footer));
        yield return new FailureCase(
            "block: another encryption",
            FormatError.BadReference,
            "block header",
            4096,
            () => Header.ExpectEncryption(EncryptionAlgorithm.Aes256Gcm));
    }

    private static IEnumerable<FailureCase> Payloads()
    {
        byte[] stored = Stored(10, 10, 10);
        yield return Payload("payload: short", FormatError.Truncated, stored[..^1], stored.Length);
        yield return Payload("payload: long", FormatError.TrailingBytes, [.. stored, 0], stored.Length);
        yield return new FailureCase(
            "payload: sum",
            FormatError.BadChecksum,
            "block payload",
            4096,
            () => BlockPayload.Decode(stored, Header with { StoredSize = stored.Length }));
        yield return Payload("payload: sizes differ without compression", FormatError.BadValue, Stored(11, 10, 10));
        yield return Payload(
            "payload: compressed to the same size", FormatError.BadValue, Stored(10, 10, 10), compression: CompressionAlgorithm.Zstd);
        yield return Payload(
            "payload: plain_size beyond 16 MiB",
            FormatError.TooLarge,
            Stored((16 << 20) + 1, 10, 10),
            compression: CompressionAlgorithm.Zstd);
        yield return Payload(
            "payload: plain_size beyond 2 GiB",
            FormatError.TooLarge,
            Stored(uint.MaxValue, 10, 10),
            compression: CompressionAlgorithm.Zstd);
        yield return Payload("payload: compressed_size beyond the payload", FormatError.Truncated, Stored(11, 11, 10));
        yield return Payload("payload: bytes after the compressed ones", FormatError.TrailingBytes, Stored(9, 9, 10));
        yield return Payload("payload: not padded", FormatError.BadValue, Stored(93, 93, 93), encryption: EncryptionAlgorithm.Aes256Gcm);
        yield return Payload(
            "payload: padded too much", FormatError.BadValue, Stored(92, 92, 104), encryption: EncryptionAlgorithm.Aes256Gcm);
        byte[] padded = Stored(93, 93, 96);
        _ = BlockPayload.Decode(padded, Header with { StoredSize = padded.Length, Encryption = EncryptionAlgorithm.Aes256Gcm });
        yield return Payload(
            "payload: padding is set", FormatError.ReservedNotZero, Patched(padded, 103, 1), encryption: EncryptionAlgorithm.Aes256Gcm);
    }

    private static IEnumerable<FailureCase> Directories()
    {
        byte[] valid = new DirectorySample(Chunks, new byte[18]).Encode();
        int length = ChunkDirectoryLayout.EntriesOffset + ChunkDirectoryEntryLayout.LengthOffset;
        yield return Directory("directory: no count", FormatError.Truncated, valid[..3]);
        yield return Directory("directory: no chunks", FormatError.BadValue, new byte[50]);
        yield return Directory("directory: more chunks than room", FormatError.Truncated, Patched(valid, 0, 4));
        yield return Directory("directory: 2^32-1 chunks", FormatError.Truncated, Patched(valid, 0, 255, 255, 255, 255));
        yield return Directory("directory: length 0", FormatError.BadValue, Patched(valid, length, 0));
        yield return Directory("directory: length beyond 8 MiB", FormatError.TooLarge, Patched(valid, length, U32((8 << 20) + 1)));
        yield return Directory("directory: length beyond 2 GiB", FormatError.TooLarge, Patched(valid, length, U32(uint.MaxValue)));
        yield return Directory("directory: chunks end late", FormatError.Truncated, valid[..^1]);
        yield return Directory("directory: chunks end early", FormatError.TrailingBytes, [.. valid, 0]);
        ChunkDirectory.Decode(valid, 4096).ExpectEntries(Chunks.AsSpan(), 4096);
        yield return new FailureCase(
            "directory: fewer chunks than the footer",
            FormatError.BadReference,
            "chunk directory",
            4096,
            () => ChunkDirectory.Decode(valid, 4096).ExpectEntries([.. Chunks, Chunks[0]], 4096));
        yield return new FailureCase(
            "directory: another chunk than the footer",
            FormatError.BadReference,
            "chunk directory",
            4096,
            () => ChunkDirectory.Decode(valid, 4096).ExpectEntries([Chunks[0], Chunks[2], Chunks[1]], 4096));
    }

    private static IEnumerable<FailureCase> Footers()
    {
        byte[] valid = Samples.Encode(Footer.Encode);
        Assert.Equal(4374, SegmentFooter.Decode(valid, 4374).EndOfBlocks);
        int second = F.BlocksOffset + SegmentFooterBlock.Size;
        int chunks = second + SegmentFooterBlock.Size;
        yield return FooterOf("footer: short head", FormatError.Truncated, valid[..31]);
        yield return FooterOf("footer: short", FormatError.Truncated, valid[..^1]);
        yield return FooterOf("footer: long", FormatError.TrailingBytes, [.. valid, 0]);
        yield return FooterOf("footer: no blocks", FormatError.BadValue, Patched(valid, F.BlockCountOffset, 0));
        yield return FooterOf("footer: no chunks", FormatError.BadValue, Patched(valid, F.ChunkCountOffset, 0));
        yield return FooterOf(
            "footer: 2^32-1 blocks and chunks", FormatError.Truncated, Patched(valid, 0, 255, 255, 255, 255, 255, 255, 255, 255));
        yield return FooterOf("footer: parity_scheme", FormatError.BadValue, Patched(valid, F.ParitySchemeOffset, 0));
        yield return FooterOf("footer: parity_member", FormatError.BadValue, Patched(valid, F.ParityMemberOffset, 1));
        yield return FooterOf("footer: parity_group", FormatError.BadValue, Patched(valid, F.ParityGroupOffset, 1));
        yield return FooterOf("footer: reserved", FormatError.ReservedNotZero, Patched(valid, F.ReservedOffset, 1));
        yield return FooterOf(
            "footer: reserved of a block",
            FormatError.ReservedNotZero,
            Patched(valid, second + SegmentFooterBlockLayout.ReservedOffset, 1));
        yield return FooterOf("footer: first block not after the header", FormatError.BadValue, Patched(valid, F.BlocksOffset, 1));
        yield return FooterOf("footer: second block not after the first", FormatError.BadValue, Patched(valid, second, 0));
        yield return FooterOf(
            "footer: stored_size below 8",
            FormatError.BadValue,
            Patched(valid, F.BlocksOffset + SegmentFooterBlockLayout.StoredSizeOffset, 7));
        yield return FooterOf(
            "footer: stored_size beyond 17 MiB",
            FormatError.TooLarge,
            Patched(valid, F.BlocksOffset + SegmentFooterBlockLayout.StoredSizeOffset, U32((17 << 20) + 1)));
        yield return FooterOf(
            "footer: plain_size is another", FormatError.BadValue, Patched(valid, second + SegmentFooterBlockLayout.PlainSizeOffset, 48));
        yield return FooterOf(
            "footer: plain_size beyond 16 MiB",
            FormatError.TooLarge,
            Patched(valid, second + SegmentFooterBlockLayout.PlainSizeOffset, U32((16 << 20) + 1)));
        yield return FooterOf(
            "footer: block without chunks", FormatError.BadValue, Patched(valid, second + SegmentFooterBlockLayout.ChunkCountOffset, 0));
        yield return FooterOf(
            "footer: more chunks in blocks than there are",
            FormatError.BadValue,
            Patched(valid, second + SegmentFooterBlockLayout.ChunkCountOffset, 2));
        byte[] fewer = Patched(
            Patched(valid, F.BlocksOffset + SegmentFooterBlockLayout.PlainSizeOffset, 45),
            F.BlocksOffset + SegmentFooterBlockLayout.ChunkCountOffset,
            1);
        fewer = Patched(fewer, second + SegmentFooterBlockLayout.PlainSizeOffset, 46);
        yield return FooterOf("footer: fewer chunks in blocks than there are", FormatError.BadValue, fewer);
        yield return FooterOf(
            "footer: length of a chunk", FormatError.BadValue, Patched(valid, chunks + ChunkDirectoryEntryLayout.LengthOffset, 0));
        yield return new FailureCase(
            "footer: blocks end elsewhere", FormatError.BadReference, "segment footer", 4400, () => SegmentFooter.Decode(valid, 4400));
        BlockHeader first = Header with { PayloadSum = Samples.Id(1) };
        Footer.Blocks[0].ExpectHeader(first);
        yield return new FailureCase(
            "footer: another block sum",
            FormatError.BadReference,
            "block header",
            4096,
            () => Footer.Blocks[0].ExpectHeader(first with { PayloadSum = default }));
        yield return new FailureCase(
            "footer: another block size",
            FormatError.BadReference,
            "block header",
            4096,
            () => Footer.Blocks[0].ExpectHeader(first with { StoredSize = 101 }));
        Trailer trailer = new()
        {
            Kind = ArchiveFileKind.Segment,
            BlockCount = 3,
            FooterOffset = 4374,
            FileSize = 8192,
            FileId = File,
            RootHash = Chunks[0].Id.Hash,
            ItemCount = 3,
        };
        Footer.ExpectTrailer(trailer);
        yield return new FailureCase(
            "footer: trailer with other blocks",
            FormatError.BadReference,
            "trailer",
            8064,
            () => Footer.ExpectTrailer(trailer with { BlockCount = 2 }));
        yield return new FailureCase(
            "footer: trailer with other chunks",
            FormatError.BadReference,
            "trailer",
            8064,
            () => Footer.ExpectTrailer(trailer with { ItemCount = 4 }));
        yield return new FailureCase(
            "footer: trailer with another footer",
            FormatError.BadReference,
            "trailer",
            8064,
            () => Footer.ExpectTrailer(trailer with { FooterOffset = 4375 }));
    }

    private static IEnumerable<FailureCase> Pages()
    {
        byte[] valid = new byte[IndexPage.Size];
        IndexPage.Encode(valid, 2, File, Entries.AsSpan());
        Assert.Equal(3, IndexPage.Decode(valid, 2, File).Count);
        yield return Page("page: short", FormatError.Truncated, valid[..^1]);
        yield return Page("page: long", FormatError.TrailingBytes, [.. valid, 0]);
        yield return Page("page: sum", FormatError.BadChecksum, Patched(valid, 100, 1));
        yield return Page("page: rest of the sum", FormatError.BadChecksum, Patched(valid, 4, 1));
        yield return Page("page: another number", FormatError.BadIdentity, FixedPage(valid, IndexPageLayout.PageNumberOffset, 3));
        yield return Page("page: another file", FormatError.BadIdentity, FixedPage(valid, IndexPageLayout.FileTagOffset, 3));
        yield return Page("page: no entries", FormatError.BadValue, FixedPage(valid, IndexPageLayout.EntryCountOffset, 0));
        yield return Page("page: 204 entries", FormatError.BadValue, FixedPage(valid, IndexPageLayout.EntryCountOffset, 204));
        yield return Page("page: reserved", FormatError.ReservedNotZero, FixedPage(valid, IndexPageLayout.ReservedOffset, 1));
        yield return Page("page: rest", FormatError.ReservedNotZero, FixedPage(valid, IndexPage.Size - 1, 1));
        yield return Page("page: entries descend", FormatError.BadOrder, FixedPage(valid, IndexPageLayout.EntriesOffset, 9));
        yield return Page(
            "page: an entry twice",
            FormatError.BadOrder,
            FixedPage(valid, IndexPageLayout.EntriesOffset + (2 * IndexEntry.Size) + IndexEntryLayout.SegmentIndexOffset, 0));
        yield return new FailureCase(
            "page: decrypted, another file",
            FormatError.BadIdentity,
            "index page",
            4096 * 3,
            () => IndexPage.DecodeDecrypted(valid, 2, Samples.Manifest));
        yield return new FailureCase(
            "page: not full", FormatError.BadValue, "index page", 4096, () => IndexEnd.ExpectPage(0, PageOf(0, [new(Prefix(1), 0)])));
        yield return new FailureCase(
            "page: beyond the last",
            FormatError.BadReference,
            "index page",
            4096 * 3,
            () => IndexEnd.ExpectPage(2, PageOf(2, [new(Prefix(1), 0)])));
        IndexEnd.ExpectPage(1, PageOf(1, [new(Prefix(1), 1)]));
        yield return new FailureCase(
            "page: segment beyond the table",
            FormatError.BadReference,
            "index page",
            4096 * 2,
            () => IndexEnd.ExpectPage(1, PageOf(1, [new(Prefix(1), 2)])));
        byte[] fences = [0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1];
        yield return new FailureCase("fences: descend", FormatError.BadOrder, "index fences", 99, () => IndexFences.Check(fences, 2, 99));
        yield return new FailureCase(
            "fences: too few", FormatError.BadReference, "index fences", 99, () => IndexFences.Check(fences, 3, 99));
    }

    private static IEnumerable<FailureCase> IndexFooters()
    {
        byte[] valid = Samples.Encode(IndexEnd.Encode);
        Assert.Equal(2u, IndexFooter.Decode(valid, 5000).PageCount);
        yield return IndexEndOf("index footer: short head", FormatError.Truncated, valid[..63]);
        yield return IndexEndOf("index footer: short", FormatError.Truncated, valid[..^1]);
        yield return IndexEndOf("index footer: long", FormatError.TrailingBytes, [.. valid, 0]);
        yield return IndexEndOf("index footer: no entries", FormatError.BadValue, Patched(valid, I.EntryCountOffset, 0));
        yield return IndexEndOf(
            "index footer: entries beyond 64 TiB of pages", FormatError.TooLarge, Patched(valid, I.EntryCountOffset + 4, 1));
        yield return IndexEndOf("index footer: entries beyond 2^63", FormatError.BadValue, Patched(valid, I.EntryCountOffset + 7, 0x80));
        yield return IndexEndOf("index footer: page_count", FormatError.BadValue, Patched(valid, I.PageCountOffset, 3));
        yield return IndexEndOf("index footer: reserved", FormatError.ReservedNotZero, Patched(valid, I.ReservedOffset, 1));
        yield return IndexEndOf("index footer: reserved, last byte", FormatError.ReservedNotZero, Patched(valid, I.ReservedOffset + 3, 0x80));
        yield return IndexEndOf("index footer: a Bloom filter", FormatError.BadValue, Patched(valid, I.FilterKindOffset, 0));
        yield return IndexEndOf("index footer: filter of an unknown kind", FormatError.BadValue, Patched(valid, I.FilterKindOffset, 2));
        yield return IndexEndOf("index footer: filter_block_count", FormatError.BadValue, Patched(valid, I.FilterBlockCountOffset, 2));
        yield return IndexEndOf("index footer: fence_block_count", FormatError.BadValue, Patched(valid, I.FenceBlockCountOffset, 0));
        yield return IndexEndOf("index footer: no segments", FormatError.BadValue, Patched(valid, I.SegmentCountOffset, 0));
        yield return IndexEndOf(
            "index footer: 2^32-1 segments", FormatError.Truncated, Patched(valid, I.SegmentCountOffset, 255, 255, 255, 255));
        yield return IndexEndOf("index footer: segment 0", FormatError.BadValue, Patched(valid, I.SegmentsOffset, new byte[16]));
        yield return IndexEndOf("index footer: segments descend", FormatError.BadOrder, Patched(valid, I.SegmentsOffset, 0xC2));
        yield return IndexEndOf("index footer: a segment twice", FormatError.BadOrder, Patched(valid, I.SegmentsOffset, 0xC1));
        Trailer trailer = new()
        {
            Kind = ArchiveFileKind.Index,
            BlockCount = 3,
            FooterOffset = 8000,
            FileSize = 8192,
            FileId = File,
            RootHash = Chunks[0].Id.Hash,
            ItemCount = 204,
        };
        IndexEnd.ExpectTrailer(trailer);
        yield return new FailureCase(
            "index footer: trailer with other entries",
            FormatError.BadReference,
            "trailer",
            8064,
            () => IndexEnd.ExpectTrailer(trailer with { ItemCount = 203 }));
    }

    private static FailureCase Block(string name, FormatError error, byte[] bytes) =>
        new(name, error, "block header", 4096, () => BlockHeader.Decode(bytes, 4096));

    private static FailureCase Place(string name, Action check) => new(name, FormatError.BadIdentity, "block header", 4096, check);

    private static FailureCase Payload(
        string name,
        FormatError error,
        byte[] stored,
        int? size = null,
        CompressionAlgorithm compression = CompressionAlgorithm.None,
        EncryptionAlgorithm encryption = EncryptionAlgorithm.None) =>
        new(name, error, "block payload", 4096, () => BlockPayload.Decode(
            stored,
            Header with
            {
                StoredSize = size ?? stored.Length,
                PayloadSum = BlockPayload.SumPlain(stored),
                Compression = compression,
                Encryption = encryption,
            }));

    private static FailureCase Directory(string name, FormatError error, byte[] bytes) =>
        new(name, error, "chunk directory", 4096, () => ChunkDirectory.Decode(bytes, 4096));

    private static FailureCase FooterOf(string name, FormatError error, byte[] bytes) =>
        new(name, error, "segment footer", 4374, () => SegmentFooter.Decode(bytes, 4374));

    private static FailureCase Page(string name, FormatError error, byte[] bytes) =>
        new(name, error, "index page", 4096 * 3, () => IndexPage.Decode(bytes, 2, File));

    private static FailureCase IndexEndOf(string name, FormatError error, byte[] bytes) =>
        new(name, error, "index footer", 5000, () => IndexFooter.Decode(bytes, 5000));

    private static IndexPage PageOf(uint number, ReadOnlySpan<IndexEntry> entries)
    {
        byte[] page = new byte[IndexPage.Size];
        IndexPage.Encode(page, number, File, entries);
        return IndexPage.Decode(page, number, File);
    }

    private static ChunkPrefix Prefix(ulong value) => new(new Id128(value, 0));

    private static byte[] Stored(uint plainSize, uint compressedSize, int size) =>
        [.. U32(plainSize), .. U32(compressedSize), .. new byte[size]];

    private static byte[] Patched(byte[] bytes, int offset, params byte[] patch)
    {
        byte[] patched = [.. bytes];
        patch.CopyTo(patched, offset);
        return patched;
    }

    private static byte[] Fixed(byte[] header, int offset, params byte[] patch)
    {
        byte[] patched = Patched(header, offset, patch);
        StructureCases.FixBlockHeader(patched);
        return patched;
    }

    private static byte[] FixedPage(byte[] page, int offset, byte value)
    {
        byte[] patched = Patched(page, offset, value);
        StructureCases.FixPage(patched);
        return patched;
    }

    private static byte[] U32(long value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }
}
