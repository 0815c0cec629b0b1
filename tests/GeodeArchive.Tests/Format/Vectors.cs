using System.Buffers.Binary;
using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>All vectors. Set UPDATE_VECTORS=1 to write them; otherwise a test compares.</summary>
internal static class Vectors
{
    private static readonly ImmutableArray<ImmutableArray<byte[]>> DataBlocks = [
        [Samples.DataChunks[0], Samples.DataChunks[1]], [Samples.DataChunks[2]]
    ];

    private static readonly ImmutableArray<ImmutableArray<byte[]>> OneBlock = [[Samples.DataChunks[0]]];

    private static readonly byte[] Compressible = [.. Enumerable.Repeat((byte)'a', 600)];

    // Two leaves of whole size, and one that is shorter.
    private static readonly byte[] Leaves = [.. Enumerable.Range(0, (2 * ChunkLeaves.Size) + 5).Select(i => (byte)(i / 64))];

    // The plain payload of a block with one chunk of 600 times "a", compressed once: compressors differ in what they make of it.
    private static readonly byte[] GzipBytes = Convert.FromHexString(
        "1f8b080000000000020363646060b0799ff576d15fe6deaf623b3f6eb5bea97f6a15bb76e88ef6cbdefc53b5966dac9d1dc1" +
        "c4c090380a46010d0000080b303080020000");

    private static readonly VectorQuestion AskRepository =
        new("repository") { Repository = Samples.Repository, File = Samples.RepositoryFileId };

    private static readonly VectorQuestion AskSegment =
        new("segment") { Repository = Samples.Repository, File = Samples.DataSegment.AsFileId() };

    private static readonly VectorQuestion AskIndex = new("index") { Repository = Samples.Repository, File = Samples.Index.AsFileId() };

    private static readonly VectorQuestion AskNode = new("node");

    private static readonly ImmutableArray<ManifestRecord> Change =
    [
        Samples.SessionOpen,
        Samples.SegmentAdd,
        Samples.SegmentAdd with
        {
            Number = new SegmentNumber(2),
            SegmentId = Samples.MetadataSegment,
            SegmentKind = SegmentKind.Metadata,
            RootHash = Hash256.OfContent("m"u8),
        },
        Samples.IndexAdd,
        new IndexRemoveRecord(new IndexId(Samples.Id(0xD1))),
        Samples.FullBackup,
        Samples.FullBackup with
        {
            BackupId = Samples.Incremental,
            Name = "incr-20260125-0200",
            BackupType = BackupType.Incremental,
            ParentId = Samples.Full,
            IncompleteCount = 1,
            Segments = SegmentRuns.From(new uint[] { 1, 2, 5, 6, 7, 300 }.Select(number => new SegmentNumber(number))),
        },
        new SessionCloseRecord(Samples.Session, SessionOutcome.Committed),
        new SessionFenceRecord(new SessionId(Samples.Id(0xB1))),
    ];

    private static readonly ImmutableArray<ManifestRecord> Collection =
    [
        new BackupHoldRecord(Samples.Full, HoldAction.Hold, 1_769_306_400_000_000_000, "operator@host", "kept for the auditors"),
        new BackupHoldRecord(Samples.Incremental, HoldAction.Release, 1_769_306_400_000_000_001, "", ""),
        new BackupSegmentsRecord(Samples.Full, SegmentRuns.From(new uint[] { 2, 4, 5 }.Select(number => new SegmentNumber(number)))),
        new SegmentVerifyRecord(new SegmentNumber(2), 1_769_306_400_000_000_002),
        new SegmentRetireRecord(new SegmentNumber(1), new ManifestNumber(9)),
        new SegmentReviveRecord(new SegmentNumber(3)),
        new SegmentDeleteRecord(new SegmentNumber(300)),
        new BackupDeleteRecord(Samples.Incremental),
    ];

    private static readonly ImmutableArray<ManifestRecord> Snapshot =
    [
        new StateRecord(new SegmentNumber(3)),
        Samples.SessionOpen,
        Change[1],
        Change[2],
        Samples.IndexAdd,
        Samples.FullBackup with { Segments = SegmentRuns.From([SegmentNumber.First]) },
        Collection[0],
        new SegmentRetireRecord(new SegmentNumber(2), new ManifestNumber(17)),
    ];

    public static IReadOnlyList<Vector> All { get; } =
    [
        .. Valid(), .. LogVectors.Valid, .. StoreVectors.Valid, .. DatabaseVectors.Valid, .. LogArchiveVectors.Valid, .. ExportVectors.Valid, .. KeyVectors.Valid,
        .. Invalid(), .. LogVectors.Invalid, .. StoreVectors.Invalid, .. DatabaseVectors.Invalid, .. LogArchiveVectors.Invalid, .. ExportVectors.Invalid, .. KeyVectors.Invalid,
    ];

    private static IEnumerable<Vector> Valid()
    {
        yield return new Vector("repository", AskRepository, Header(Samples.RepositoryHeader));
        yield return new Vector(
            "backup",
            new VectorQuestion("backup") { Repository = Samples.Repository, File = Samples.Incremental.AsFileId() },
            StructureCases.EncodeBackupFile(Samples.BackupFile));
        yield return new Vector("manifest-change", AskManifest(1), Manifest(1, Change));
        yield return new Vector("manifest-collection", AskManifest(9), Manifest(9, Collection));
        yield return new Vector("manifest-snapshot", AskManifest(256), Manifest(256, Snapshot, cut: 100));
        yield return new Vector("manifest-database", AskManifest(1), Manifest(1, [Samples.DatabaseBackup]));
        yield return new Vector("segment-data", AskSegment, FileBuilder.Segment(Samples.SegmentHeader, DataBlocks));
        yield return new Vector("segment-gzip", AskSegment, FileBuilder.Segment(Samples.SegmentHeader, [[Compressible]], gzip: Gzip));
        yield return new Vector("segment-leaves", AskSegment, FileBuilder.Segment(Samples.SegmentHeader, [[Leaves]]));
        yield return new Vector("segment-metadata", AskSegment with { File = Samples.MetadataSegment.AsFileId() }, MetadataSegment());
        yield return new Vector("index", AskIndex, Index());
        yield return new Vector("node-directory-leaf", AskNode, Node(Samples.DirectoryLeaf.Encode));
        yield return new Vector("node-directory-empty", AskNode, Node(new DirectoryLeaf([]).Encode));
        yield return new Vector("node-directory-inner", AskNode, Node(Samples.DirectoryInner.Encode));
        yield return new Vector("node-extent-leaf", AskNode, Node(Samples.ExtentLeaf.Encode));
        yield return new Vector("node-extent-inner", AskNode, Node(Samples.ExtentInner.Encode));
        yield return new Vector("node-backup-root", AskNode, Node(Samples.BackupRoot.Encode));
        yield return new Vector("node-backup-root-database", AskNode, Node(Samples.DatabaseRoot.Encode));
    }

    private static IEnumerable<Vector> Invalid() => [.. InvalidHeaders(), .. InvalidSegments(), .. InvalidOthers(), .. InvalidNodes()];

    private static IEnumerable<Vector> InvalidHeaders()
    {
        byte[] valid = Header(Samples.RepositoryHeader);
        yield return Bad(
            "bad-magic", AskRepository, FormatError.BadMagic, 0, "text mode made one line end of two", [.. valid[..4], .. valid[5..], 0]);
        yield return Bad(
            "bad-checksum-header", AskRepository, FormatError.BadChecksum, 0, "a bit of the repository id is flipped", Flip(valid, 45));
        yield return Bad(
            "bad-version",
            AskRepository,
            FormatError.BadVersion,
            0,
            "version_major is 1",
            Patch(valid, FileHeaderLayout.VersionMajorOffset, 1, 0));
        yield return Bad(
            "bad-feature",
            AskRepository,
            FormatError.BadFeature,
            0,
            "an incompatible feature is set",
            Patch(valid, FileHeaderLayout.FeaturesIncompatibleOffset + 7, 0x80));
        yield return Bad(
            "bad-value-repository",
            AskRepository,
            FormatError.BadValue,
            0,
            "chunk_size_average is not a power of two",
            Patch(valid, RepositorySectionLayout.ChunkSizeAverageOffset, 1));
        yield return Bad(
            "reserved-not-zero",
            AskRepository,
            FormatError.ReservedNotZero,
            0,
            "a byte after the kind section is set",
            Patch(valid, FileHeaderLayout.Reserved3Offset - 1, 1));
        yield return Bad(
            "truncated-header", AskRepository, FormatError.Truncated, 0, "only 100 bytes of the header are there", valid[..100]);
    }

    private static IEnumerable<Vector> InvalidSegments()
    {
        byte[] valid = FileBuilder.Segment(Samples.SegmentHeader, OneBlock);
        yield return Bad(
            "bad-checksum-payload", AskSegment, FormatError.BadChecksum, 4096, "a bit of the payload of block 0 is flipped", Flip(
                valid, 4096 + BlockHeader.Size + 50));
        yield return Bad(
            "bad-checksum-chunk", AskSegment, FormatError.BadChecksum, 4096, "a chunk is not that of its id", FileBuilder.Segment(
                Samples.SegmentHeader, OneBlock, changeChunk: chunk => Flip(chunk, 3)));
        yield return Bad(
            "bad-identity-misdirected", AskSegment, FormatError.BadIdentity, 4096, "block 0 says that it belongs elsewhere",
            FileBuilder.Segment(Samples.SegmentHeader, OneBlock, changeBlock: block => block with { Offset = 8192 }));
        yield return Bad(
            "bad-kind-block", AskSegment, FormatError.BadKind, 4096, "a block of type metadata in a data segment",
            FileBuilder.Segment(Samples.SegmentHeader, OneBlock, changeBlock: block => block with { Type = BlockType.Metadata }));
        yield return Bad(
            "bad-reference-footer", AskSegment, FormatError.BadReference, 4096, "the footer has another sum for block 0",
            FileBuilder.Segment(Samples.SegmentHeader, OneBlock, changeFooter: row => row with { PayloadSum = Samples.Id(1) }));
        yield return Bad("too-large", AskSegment, FormatError.TooLarge, 4096, "stored_size of block 0 is 18 MiB", TooLarge(valid));
        yield return Bad(
            "bad-compression", AskSegment, FormatError.BadCompression, 4096, "the payload decodes to one byte less than it says",
            FileBuilder.Segment(Samples.SegmentHeader, [[[.. Compressible, (byte)'a']]], gzip: _ => GzipBytes));
        yield return Bad(
            "bad-magic-cut", AskSegment, FormatError.BadMagic, valid.Length - 1 - Trailer.Size, "the last byte is cut off", valid[..^1]);
    }

    private static IEnumerable<Vector> InvalidOthers()
    {
        byte[] first = Manifest(1, [Samples.SessionOpen]);
        yield return Bad(
            "bad-identity-manifest", AskManifest(2), FormatError.BadIdentity, 0, "manifest 1 under the name of manifest 2", first);
        yield return Bad(
            "bad-checksum-root-hash", AskManifest(1), FormatError.BadChecksum, first.Length - Trailer.Size, "the root hash is another",
            Manifest(1, [Samples.SessionOpen], changeTrailer: trailer => trailer with { RootHash = Hash256.OfContent("x"u8) }));
        yield return Bad(
            "bad-reference-records",
            AskManifest(1),
            FormatError.BadReference,
            first.Length - Trailer.Size,
            "the trailer counts two records, there is one",
            Manifest(1, [Samples.SessionOpen], changeTrailer: trailer => trailer with { ItemCount = 2 }));
        yield return Bad(
            "bad-order-snapshot",
            AskManifest(256),
            FormatError.BadOrder,
            4096,
            "the state of a snapshot is not its first record",
            Manifest(256, [Samples.SessionOpen, Snapshot[0]]));
        yield return Bad(
            "bad-order-index", AskIndex, FormatError.BadOrder, 4096, "two entries of a page are exchanged",
            Index(page =>
            {
                byte[] entry = page[32..52];
                page.AsSpan(52, 20).CopyTo(page.AsSpan(32));
                entry.CopyTo(page, 52);
                StructureCases.FixPage(page);
            }));
        yield return Bad(
            "bad-checksum-text", new VectorQuestion("backup"), FormatError.BadChecksum, 0, "a letter of the text is another",
            Flip(StructureCases.EncodeBackupFile(Samples.BackupFile), 30));
    }

    private static IEnumerable<Vector> InvalidNodes()
    {
        byte[] entry = Node(writer => TreeEntryCodec.Encode(writer, Samples.DirectoryLeaf.Entries[6]));
        int nameEnd = 1 + Samples.DirectoryLeaf.Entries[6].Name.Length;
        byte[] inner = Node(Samples.ExtentInner.Encode);
        yield return Bad("node-bad-varint", AskNode, FormatError.BadVarint, null, "entry_count is 0 in two bytes", [1, 0x80, 0]);
        yield return Bad(
            "node-bad-varint-long",
            AskNode,
            FormatError.BadVarint,
            null,
            "entry_count has 65 bits",
            [1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2]);
        yield return Bad(
            "node-bad-value",
            AskNode,
            FormatError.BadValue,
            null,
            "an entry is called \"..\"",
            [1, 1, 2, (byte)'.', (byte)'.', .. entry[nameEnd..]]);
        yield return Bad("node-bad-value-kind", AskNode, FormatError.BadValue, null, "the kind of the node is 6", [6, 1, .. entry]);
        yield return Bad("node-bad-order", AskNode, FormatError.BadOrder, null, "two entries have one name", [1, 2, .. entry, .. entry]);
        yield return Bad("node-truncated", AskNode, FormatError.Truncated, null, "the last byte is missing", inner[..^1]);
        yield return Bad(
            "node-truncated-count",
            AskNode,
            FormatError.Truncated,
            null,
            "child_count is 2^40",
            [4, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, .. inner[3..]]);
        yield return Bad(
            "node-trailing-bytes", AskNode, FormatError.TrailingBytes, null, "there is a byte after the last child", [.. inner, 0]);
        yield return Bad(
            "node-too-large", AskNode, FormatError.TooLarge, null, "a name has 256 bytes", [1, 1, 0x80, 2, .. Samples.Bytes(255, 1), 1]);
    }

    private static Vector Bad(string name, VectorQuestion question, FormatError failure, long? offset, string about, byte[] bytes) =>
        new(name, question, bytes) { Failure = failure, Offset = offset, About = about };

    private static VectorQuestion AskManifest(ulong number) =>
        new("manifest") { Repository = Samples.Repository, File = Samples.Manifest, Number = new ManifestNumber(number) };

    private static byte[] Header(FileHeader header) => StructureCases.EncodeHeader(header);

    private static byte[] Node(Action<FormatWriter> encode) => Samples.Encode(encode);

    private static byte[] Manifest(
        ulong number, ImmutableArray<ManifestRecord> records, int? cut = null, Func<Trailer, Trailer>? changeTrailer = null)
    {
        ManifestSection section = new(new ManifestNumber(number), number == 1 ? default : Hash256.OfContent("the manifest before"u8));
        FileHeader header = FileHeader.ForManifest(Samples.Repository, Samples.Manifest, Samples.Session, Samples.Time, section);
        byte[] bytes = StructureCases.EncodeRecords(records);
        ImmutableArray<byte[]> blocks = cut is { } at ? [bytes[..at], bytes[at..]] : [bytes];
        return FileBuilder.ManifestFile(header, blocks, records.Length, changeTrailer);
    }

    private static byte[] MetadataSegment()
    {
        FileHeader header = FileHeader.ForSegment(
            Samples.Repository, Samples.MetadataSegment, Samples.Session, Samples.Time, SegmentKind.Metadata);
        return FileBuilder.Segment(header, [[Node(Samples.DirectoryLeaf.Encode), Node(Samples.BackupRoot.Encode)]]);
    }

    private static byte[] Index(Action<byte[]>? changePage = null)
    {
        IEnumerable<ChunkPrefix> prefixes = Samples.DataChunks.Select(chunk => ChunkId.OfPlain(chunk).Prefix);
        IndexEntry twice = new(ChunkId.OfPlain(Samples.DataChunks[1]).Prefix, 1);
        ImmutableArray<IndexEntry> entries = [.. prefixes.Select(prefix => new IndexEntry(prefix, 0)).Append(twice).Order()];
        return FileBuilder.IndexFile(Samples.IndexHeader, entries, [Samples.DataSegment, Samples.MetadataSegment], changePage);
    }

    private static byte[] Flip(byte[] bytes, int at)
    {
        byte[] flipped = [.. bytes];
        flipped[at] ^= 1;
        return flipped;
    }

    private static byte[] Patch(byte[] header, int offset, params byte[] patch)
    {
        byte[] patched = [.. header];
        patch.CopyTo(patched, offset);
        StructureCases.FixHeader(patched);
        return patched;
    }

    private static byte[] TooLarge(byte[] segment)
    {
        byte[] block = segment[4096..(4096 + BlockHeader.Size)];
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(BlockHeaderLayout.StoredSizeOffset), 18 << 20);
        StructureCases.FixBlockHeader(block);
        return [.. segment[..4096], .. block, .. segment[(4096 + BlockHeader.Size)..]];
    }

    private static byte[] Gzip(byte[] plain)
    {
        Assert.Equal(ChunkDirectory.SizeFor(1) + Compressible.Length, plain.Length);
        return GzipBytes;
    }
}
