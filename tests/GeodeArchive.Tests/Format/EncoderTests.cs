using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>What a reader would refuse, a writer refuses before it writes.</summary>
public sealed class EncoderTests
{
    private static readonly Trailer Trailer = new()
    {
        Kind = ArchiveFileKind.Segment,
        BlockCount = 2,
        FooterOffset = 6000,
        FileSize = 8192,
        FileId = Samples.Manifest,
        RootHash = default,
        ItemCount = 1,
    };

    private static readonly BlockHeader Block = new()
    {
        Type = BlockType.Data,
        Compression = CompressionAlgorithm.None,
        Encryption = EncryptionAlgorithm.None,
        StoredSize = 100,
        Sequence = 0,
        Offset = 4096,
        PayloadSum = default,
        FileId = Samples.Manifest,
    };

    private static readonly Dictionary<string, Action> Mistakes = new()
    {
        ["header: kind"] = () => StructureCases.EncodeHeader(Samples.IndexHeader with { Kind = 0 }),
        ["header: section of another kind"] = () =>
            StructureCases.EncodeHeader(Samples.SegmentHeader with { Section = Samples.RepositorySection }),
        ["header: no section"] = () => StructureCases.EncodeHeader(Samples.SegmentHeader with { Section = null }),
        ["header: repository id"] = () => StructureCases.EncodeHeader(Samples.SegmentHeader with { RepositoryId = default }),
        ["header: no session"] = () => StructureCases.EncodeHeader(Samples.SegmentHeader with { SessionId = default }),
        ["header: key without encryption"] = () =>
            StructureCases.EncodeHeader(Samples.EncryptedHeader with { Encryption = EncryptionAlgorithm.None }),
        ["header: encryption without key"] = () => StructureCases.EncodeHeader(Samples.EncryptedHeader with { WrappedKey = null }),
        ["header: point that does not suit the wrap"] = () =>
            StructureCases.EncodeHeader(Samples.EncryptedHeader with { KeyWrap = KeyWrap.RepositoryKey }),
        ["header: no room"] = () => Samples.SegmentHeader.Encode(new byte[FileHeader.Size - 1]),
        ["header: encryption"] = () => StructureCases.EncodeHeader(Samples.EncryptedHeader with { Encryption = (EncryptionAlgorithm)3 }),
        ["segment: kind"] = () => StructureCases.EncodeHeader(Samples.SegmentHeader with { Section = new SegmentSection((SegmentKind)3) }),
        ["wrapped key: nonce"] = () => _ = new WrappedKey(new byte[11], new byte[32], new byte[16], []),
        ["wrapped key: point"] = () => _ = new WrappedKey(new byte[12], new byte[32], new byte[16], new byte[64]),
        ["slot: derivation"] = () => Slot(Samples.KeySlotSection with { Derivation = 0 }),
        ["slot: access"] = () => Slot(Samples.KeySlotSection with { Access = (KeyAccess)3 }),
        ["slot: iterations of a key file"] = () => Slot(Samples.KeySlotSection with { Derivation = KeyDerivation.KeyFile }),
        ["slot: no iterations"] = () => Slot(Samples.KeySlotSection with { Iterations = 0 }),
        ["slot: too many iterations"] = () => Slot(Samples.KeySlotSection with { Iterations = KeySlotSection.IterationsMax + 1 }),
        ["slot: key set"] = () => Slot(Samples.KeySlotSection with { KeySetId = default }),
        ["slot: sealed keys of the other access"] = () => Slot(Samples.KeySlotSection with { Access = KeyAccess.ReadWrite }),
        ["slot: label of 65 bytes"] = () => Slot(Samples.KeySlotSection with { Label = new string('l', 63) + "ü" }),
        ["slot: label with a control character"] = () => Slot(Samples.KeySlotSection with { Label = "\u001b[2J" }),
        ["sealed bytes: nonce"] = () => _ = new SealedBytes(new byte[11], new byte[16], []),
        ["sealed bytes: tag"] = () => _ = new SealedBytes(new byte[12], new byte[17], []),
        ["record: key set"] = () => Record(Samples.KeysRecord with { KeySetId = default }),
        ["record: generation 0"] = () => Record(Samples.KeysRecord with { Generation = 0 }),
        ["record: generation of another ring"] = () => Record(Samples.KeysRecord with { Generation = 3 }),
        ["record: public key"] = () => Record(Samples.KeysRecord with { PublicKey = (byte[])[2, .. new byte[64]] }),
        ["record: public key of 64 bytes"] = () => Record(Samples.KeysRecord with { PublicKey = (byte[])[4, .. new byte[63]] }),
        ["repository: sizes"] = () =>
            StructureCases.EncodeHeader(Samples.RepositoryHeader with { Section = Samples.RepositorySection with { ChunkSizeMax = 1 } }),
        ["manifest: previous of the first"] = () => StructureCases.EncodeHeader(FileHeader.ForManifest(
            Samples.Repository, Samples.Manifest, Samples.Session, 0, new ManifestSection(ManifestNumber.First, Hash256.OfContent("x"u8)))),
        ["backup: name"] = () => StructureCases.EncodeBackupFile(Backup(Samples.BackupSection with { Name = "a/b" })),
        ["backup: type"] = () => StructureCases.EncodeBackupFile(Backup(Samples.BackupSection with { Type = (BackupType)4 })),
        ["backup: source"] = () => StructureCases.EncodeBackupFile(Backup(Samples.BackupSection with { SourceKind = 0 })),
        ["backup: logical size"] = () => StructureCases.EncodeBackupFile(Backup(Samples.BackupSection with { LogicalSize = -1 })),
        ["backup: stored size"] = () => StructureCases.EncodeBackupFile(Backup(Samples.BackupSection with { StoredSize = -1 })),
        ["backup: text without start"] = () => StructureCases.EncodeBackupFile(Samples.BackupFile with { Text = "backup" }),
        ["backup: text with a control character"] = () =>
            StructureCases.EncodeBackupFile(Samples.BackupFile with { Text = BackupFile.TextStart + "\t" }),
        ["backup: text with an empty line at its end"] = () =>
            StructureCases.EncodeBackupFile(Samples.BackupFile with { Text = BackupFile.TextStart + "\n" }),
        ["backup: text of 4,096 bytes"] = () =>
            StructureCases.EncodeBackupFile(
                Samples.BackupFile with { Text = BackupFile.TextStart + new string('x', 4096 - BackupFile.TextStart.Length) }),
        ["backup: text with a lone surrogate"] = () =>
            StructureCases.EncodeBackupFile(Samples.BackupFile with { Text = BackupFile.TextStart + '\ud800' }),
        ["backup: header of another kind"] = () =>
            StructureCases.EncodeBackupFile(Samples.BackupFile with { Header = Samples.SegmentHeader }),
        ["backup: no room"] = () => Samples.BackupFile.Encode(new byte[BackupFile.Size - 1]),
        ["trailer: kind"] = () => StructureCases.EncodeTrailer(Trailer with { Kind = ArchiveFileKind.Backup }),
        ["trailer: footer of a manifest"] = () => StructureCases.EncodeTrailer(Trailer with { Kind = ArchiveFileKind.Manifest }),
        ["trailer: file without room for a block"] = () =>
            StructureCases.EncodeTrailer(Trailer with { Kind = ArchiveFileKind.Manifest, FooterOffset = 0, FileSize = 4295 }),
        ["trailer: items"] = () => StructureCases.EncodeTrailer(Trailer with { ItemCount = 0 }),
        ["trailer: no room"] = () => Trailer.Encode(new byte[Trailer.Size - 1]),
        ["block: type"] = () => StructureCases.EncodeBlockHeader(Block with { Type = 0 }),
        ["block: sequence"] = () => StructureCases.EncodeBlockHeader(Block with { Sequence = -1 }),
        ["block: offset"] = () => StructureCases.EncodeBlockHeader(Block with { Offset = 4095 }),
        ["block: stored_size"] = () => StructureCases.EncodeBlockHeader(Block with { StoredSize = Limits.BlockStoredSizeMax + 1 }),
        ["block: no room"] = () => Block.Encode(new byte[BlockHeader.Size - 1]),
        ["payload: larger than before"] = () => BlockPayload.WritePrefix(new byte[8], 10, 10, CompressionAlgorithm.Zstd),
        ["payload: sizes differ"] = () => BlockPayload.WritePrefix(new byte[8], 10, 9, CompressionAlgorithm.None),
        ["payload: too large"] = () => BlockPayload.WritePrefix(new byte[8], Limits.BlockPlainSizeMax + 1, 9, CompressionAlgorithm.Zstd),
        ["payload: negative"] = () => BlockPayload.WritePrefix(new byte[8], 10, -1, CompressionAlgorithm.Zstd),
        ["payload: no room"] = () => BlockPayload.WritePrefix(new byte[7], 10, 10, CompressionAlgorithm.None),
        ["directory: empty"] = () => ChunkDirectory.Write(new byte[100], []),
        ["directory: chunk of 0"] = () => ChunkDirectory.Write(new byte[100], [new ChunkDirectoryEntry(default, 0)]),
        ["directory: negative chunk"] = () => ChunkDirectory.Write(new byte[100], [new ChunkDirectoryEntry(default, -1)]),
        ["directory: payload beyond 16 MiB"] = () =>
            ChunkDirectory.Write(new byte[100], [new(default, Limits.ChunkSizeMax), new(default, Limits.ChunkSizeMax)]),
        ["directory: no room"] = () => ChunkDirectory.Write(new byte[39], [new ChunkDirectoryEntry(default, 1)]),
        ["footer: empty"] = () => _ = new SegmentFooter([], []),
        ["footer: no chunks"] = () => _ = new SegmentFooter([new SegmentFooterBlock(4096, 50, 41, 1, default)], default),
        ["footer: beyond 16 MiB"] = () => _ = new SegmentFooter(
            [new SegmentFooterBlock(4096, 50, 41, 1, default)],
            [.. Enumerable.Repeat(new ChunkDirectoryEntry(default, 1), (16 << 20) / 36)]),
        ["footer: block beyond 16 MiB"] = () => _ = new SegmentFooter(
            [new SegmentFooterBlock(4096, 50, (16 << 20) + 76, 2, default)], [new(default, 8 << 20), new(default, 8 << 20)]),
        ["footer: block elsewhere"] = () =>
            _ = new SegmentFooter([new SegmentFooterBlock(4097, 50, 41, 1, default)], [new ChunkDirectoryEntry(default, 1)]),
        ["footer: too many chunks"] = () =>
            _ = new SegmentFooter([new SegmentFooterBlock(4096, 50, 41, 1, default)], [new(default, 1), new(default, 1)]),
        ["index page: empty"] = () => IndexPage.Encode(new byte[4096], 0, Samples.Manifest, []),
        ["index page: 204 entries"] = () =>
            IndexPage.Encode(
                new byte[4096], 0, Samples.Manifest, [.. Enumerable.Range(0, 204).Select(i => new IndexEntry(default, (uint)i))]),
        ["index page: order"] = () => IndexPage.Encode(new byte[4096], 0, Samples.Manifest, [new(default, 1), new(default, 1)]),
        ["index page: size"] = () => IndexPage.Encode(new byte[4097], 0, Samples.Manifest, [new(default, 1)]),
        ["index page: file"] = () => IndexPage.Encode(new byte[4096], 0, default, [new(default, 1)]),
        ["index footer: beyond 16 MiB"] = () =>
            _ = new IndexFooter(1, default, [.. Enumerable.Range(1, 1 << 20).Select(i => new SegmentId(new Id128(1, (ulong)i)))]),
        ["index footer: no segments"] = () => _ = new IndexFooter(1, default, []),
        ["index footer: order"] = () => _ = new IndexFooter(1, default, [Samples.MetadataSegment, Samples.DataSegment]),
        ["index footer: entries"] = () => _ = new IndexFooter(0, default, [Samples.DataSegment]),
        ["record: state"] = () => Record(new StateRecord(default)),
        ["record: host"] = () => Record(Samples.SessionOpen with { Host = new string('h', 256) }),
        ["record: program"] = () => Record(Samples.SessionOpen with { Program = "\udc00" }),
        ["record: base"] = () => Record(Samples.SessionOpen with { Base = new ManifestNumber(1UL << 63) }),
        ["record: outcome"] = () => Record(new SessionCloseRecord(Samples.Session, 0)),
        ["record: fence"] = () => Record(new SessionFenceRecord(default)),
        ["record: segment"] = () => Record(Samples.SegmentAdd with { Number = default }),
        ["record: size"] = () => Record(Samples.SegmentAdd with { Size = -1 }),
        ["record: index"] = () => Record(Samples.IndexAdd with { EntryCount = 0 }),
        ["record: removed index"] = () => Record(new IndexRemoveRecord(default)),
        ["record: deleted backup"] = () => Record(new BackupDeleteRecord(default)),
        ["record: hold without action"] = () => Record(new BackupHoldRecord(Samples.Full, 0, 0, "", "")),
        ["record: who holds"] = () => Record(new BackupHoldRecord(Samples.Full, HoldAction.Hold, 0, new string('w', 256), "")),
        ["record: reason of a hold"] = () => Record(new BackupHoldRecord(Samples.Full, HoldAction.Hold, 0, "", new string('r', 256))),
        ["record: moved to nowhere"] = () => Record(new BackupSegmentsRecord(Samples.Full, null!)),
        ["record: verified segment 0"] = () => Record(new SegmentVerifyRecord(default, 0)),
        ["record: retired by manifest 0"] = () => Record(new SegmentRetireRecord(SegmentNumber.First, default)),
        ["record: retired by manifest 2^63"] = () => Record(new SegmentRetireRecord(SegmentNumber.First, new ManifestNumber(1UL << 63))),
        ["record: revived segment 0"] = () => Record(new SegmentReviveRecord(default)),
        ["record: deleted segment 0"] = () => Record(new SegmentDeleteRecord(default)),
        ["record: parent of a full"] = () => Record(Samples.FullBackup with { ParentId = Samples.Incremental }),
        ["record: negative count"] = () => Record(Samples.FullBackup with { OtherCount = -1 }),
        ["record: negative size"] = () => Record(Samples.FullBackup with { ReadSize = -1 }),
        ["record: LSN of a tree"] = () => Record(Samples.FullBackup with { EndLsn = 1 }),
        ["record: no segments"] = () => Record(Samples.FullBackup with { Segments = null! }),
        ["entry: no name"] = () => Entry(Samples.FileEntry with { Name = default }),
        ["entry: name"] = () => Entry(Samples.FileEntry with { Name = "a/b"u8.ToArray() }),
        ["entry: mode"] = () => Entry(Samples.FileEntry with { Mode = 0x1000 }),
        ["entry: nanoseconds"] = () => Entry(Samples.FileEntry with { ModifiedNanoseconds = -1 }),
        ["entry: name of 256 bytes"] = () => Entry(Samples.FileEntry with { Name = Samples.Text(new string('n', 256)) }),
        ["entry: other nanoseconds"] = () => Entry(Samples.FileEntry with { ChangedNanoseconds = 1_000_000_000 }),
        ["entry: attribute name of 256 bytes"] = () =>
            Entry(Samples.FileEntry with { Attributes = [new TreeAttribute(new byte[256], default)] }),
        ["entry: attribute without name"] = () => Entry(Samples.FileEntry with { Attributes = [new TreeAttribute(default, default)] }),
        ["entry: attribute value of 65,537 bytes"] = () =>
            Entry(Samples.FileEntry with { Attributes = [new TreeAttribute(new byte[1], new byte[65537])] }),
        ["entry: negative size"] = () => Entry(Samples.FileEntry with { Size = -1 }),
        ["entry: 17 extents"] = () =>
            Entry(Samples.FileEntry with { Size = 17, Content = FileContent.Inline([.. Enumerable.Repeat(Extent.Hole(1), 17)]) }),
        ["entry: negative entries"] = () => Entry(Samples.DirectoryEntry with { Directory = new DirectoryContent(default, -1) }),
        ["entry: target of 4,096 bytes"] = () =>
            Entry(Samples.DirectoryLeaf.Entries[5] with { LinkTarget = Samples.Text(new string('x', 4096)) }),
        ["entry: links"] = () => Entry(Samples.FileEntry with { LinkCount = 0 }),
        ["entry: attributes"] = () => Entry(Samples.FileEntry with { Attributes = [.. Samples.FileEntry.Attributes.Reverse()] }),
        ["entry: no attributes"] = () => Entry(Samples.FileEntry with { Attributes = default }),
        ["entry: size"] = () => Entry(Samples.FileEntry with { Size = 99 }),
        ["entry: file without content"] = () => Entry(Samples.FileEntry with { Content = null }),
        ["entry: content of a directory"] = () => Entry(Samples.DirectoryEntry with { Content = FileContent.Empty }),
        ["entry: directory without entries"] = () => Entry(Samples.DirectoryEntry with { Directory = null }),
        ["entry: depth"] = () =>
            Entry(Samples.DirectoryEntry with { Directory = new DirectoryContent(new NodeReference(256, default), 0) }),
        ["entry: target of a file"] = () => Entry(Samples.FileEntry with { LinkTarget = "t"u8.ToArray() }),
        ["entry: link without target"] = () => Entry(Samples.FileEntry with { Kind = EntryKind.SymbolicLink, Size = 0, Content = null }),
        ["entry: device of a file"] = () => Entry(Samples.FileEntry with { DeviceMinor = 1 }),
        ["entry: hole with a chunk"] = () => Entry(File(new Extent(ExtentKind.Hole, ChunkId.OfPlain("x"u8), 0, 100))),
        ["entry: offset of a whole chunk"] = () => Entry(File(new Extent(ExtentKind.WholeChunk, default, 1, 100))),
        ["entry: extent without kind"] = () => Entry(File(default(Extent) with { Length = 100 })),
        ["leaf: beyond 4 MiB"] = () => Samples.Encode(new DirectoryLeaf([.. Enumerable.Range(10, 65).Select(LargeEntry)]).Encode),
        ["leaf: order"] = () => Samples.Encode(new DirectoryLeaf([Samples.FileEntry, Samples.DirectoryEntry]).Encode),
        ["inner: one child"] = () => Samples.Encode(new DirectoryInner(1, [Samples.DirectoryInner.Children[0]]).Encode),
        ["inner: beyond 4 MiB"] = () => Samples.Encode(new DirectoryInner(
            1, [.. Enumerable.Range(1_000_000, 110_000).Select(i => new DirectoryChild(Samples.Text($"{i}"), default, 1))]).Encode),
        ["inner: entries"] = () => Samples.Encode(
            new DirectoryInner(1, [Samples.DirectoryInner.Children[0], Samples.DirectoryInner.Children[1] with { EntryCount = 0 }]).Encode),
        ["inner: depth"] = () => Samples.Encode(new DirectoryInner(0, Samples.DirectoryInner.Children).Encode),
        ["inner: default"] = () => Samples.Encode(new DirectoryInner(1, default).Encode),
        ["extents: none"] = () => Samples.Encode(new ExtentLeaf([]).Encode),
        ["extents: too many for a node"] = () =>
            Samples.Encode(new ExtentLeaf([.. Enumerable.Repeat(Extent.Whole(default, 1), (4 << 20) / 33)]).Encode),
        ["inner extents: beyond 4 MiB"] = () =>
            Samples.Encode(new ExtentInner(1, [.. Enumerable.Repeat(new ExtentChild(default, 1), (4 << 20) / 33)]).Encode),
        ["inner extents: one child"] = () => Samples.Encode(new ExtentInner(1, [Samples.ExtentInner.Children[0]]).Encode),
        ["inner extents: length"] = () =>
            Samples.Encode(new ExtentInner(1, [Samples.ExtentInner.Children[0], new ExtentChild(default, 0)]).Encode),
        ["root: source"] = () => Samples.Encode(Root([]).Encode),
        ["root: source of 4,096 bytes"] = () => Samples.Encode(Root(Samples.Text(new string('x', 4096))).Encode),
    };

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mistake_is_refused_as_an_argument(string name) =>
        Assert.Matches("a reader would refuse it as [a-z-]+$|^no room|size", Assert.ThrowsAny<ArgumentException>(Mistakes[name]).Message);

    [Fact]
    public void An_entry_that_is_refused_leaves_nothing_behind()
    {
        FormatWriter writer = new();
        Assert.Throws<ArgumentException>(() => TreeEntryCodec.Encode(writer, Samples.FileEntry with { Size = 99 }));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void Entries_may_be_encoded_before_their_count_is_known()
    {
        FormatWriter entries = new();
        foreach (TreeEntry entry in Samples.DirectoryLeaf.Entries)
        {
            TreeEntryCodec.Encode(entries, entry);
        }

        FormatWriter node = new();
        DirectoryLeaf.WriteHead(node, Samples.DirectoryLeaf.Entries.Length);
        node.WriteBytes(entries.WrittenSpan);
        Assert.Equal(Samples.Encode(Samples.DirectoryLeaf.Encode), node.WrittenSpan.ToArray());
    }

    [Fact]
    public void Entries_are_equal_if_their_bytes_are()
    {
        TreeEntry again = DirectoryLeaf.Decode(Samples.Encode(new DirectoryLeaf([Samples.FileEntry]).Encode)).Entries[0];
        Assert.Equal(Samples.FileEntry, again);
        Assert.Equal(Samples.FileEntry.GetHashCode(), again.GetHashCode());
        Assert.NotEqual(Samples.FileEntry, again with { Inode = 1 });
        Assert.NotEqual(Samples.FileEntry, again with { ChangedNanoseconds = 1 });
        Assert.NotEqual(Samples.FileEntry, again with { Attributes = [] });
        Assert.NotEqual(Samples.FileEntry, again with { Content = FileContent.Inline([Extent.Hole(100)]) });
    }

    [Fact]
    public void What_is_authenticated_is_the_header_without_its_sums()
    {
        byte[] header = StructureCases.EncodeBlockHeader(Block with { PayloadSum = Samples.Id(1) });
        byte[] authenticated = new byte[BlockHeader.Size];
        (Block with { PayloadSum = Samples.Id(1) }).EncodeAuthenticated(authenticated);
        header.AsSpan(4, 4).Clear();
        header.AsSpan(32, 16).Clear();
        Assert.Equal(header, authenticated);
    }

    private static void Slot(KeySlotSection section) => StructureCases.EncodeHeader(Samples.KeySlotHeader with { Section = section });

    private static void Record(ManifestRecord record) => ManifestRecords.Encode(new FormatWriter(), record);

    private static void Entry(TreeEntry entry) => TreeEntryCodec.Encode(new FormatWriter(), entry);

    private static TreeEntry LargeEntry(int number) => Samples.FileEntry with
    {
        Name = Samples.Text($"{number}"),
        Attributes = [new TreeAttribute(new byte[1], new byte[65536])],
    };

    private static TreeEntry File(Extent extent) => Samples.FileEntry with { Content = FileContent.Inline([extent]) };

    private static BackupFile Backup(BackupSection section) =>
        Samples.BackupFile with { Header = Samples.BackupFile.Header with { Section = section } };

    private static BackupRoot Root(byte[] source) =>
        new() { SourceKind = SourceKind.DirectoryTree, Host = "", Source = source, Program = "", Entry = Samples.BackupRoot.Entry };
}
