using System.Collections.Immutable;
using System.Text;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Fixed values, from which vectors and damaged structures are made.</summary>
internal static class Samples
{
    /// <summary>2026-01-25 02:00:00 UTC.</summary>
    public const long Time = 1_769_306_400_000_000_000;

    public static RepositoryId Repository { get; } = new(Id(0xA0));

    public static FileId RepositoryFileId { get; } = new(Id(0xA1));

    public static SessionId Session { get; } = new(Id(0xB0));

    public static SegmentId DataSegment { get; } = new(Id(0xC0));

    public static SegmentId MetadataSegment { get; } = new(Id(0xC1));

    public static IndexId Index { get; } = new(Id(0xD0));

    public static BackupId Full { get; } = new(Id(0xE0));

    public static BackupId Incremental { get; } = new(Id(0xE1));

    public static FileId Manifest { get; } = new(Id(0xF0));

    public static ImmutableArray<byte[]> DataChunks { get; } =
        [
            Text("The first chunk of a data segment.\n"),
            Text("The second chunk, in the same block.\n"),
            Text("The third chunk, in a block of its own.\n")];

    public static RepositorySection RepositorySection { get; } = new()
    {
        ChunkSizeMin = 32 << 10,
        ChunkSizeAverage = 128 << 10,
        ChunkSizeMax = 512 << 10,
        PartSize = 64 << 20,
        ExtentSize = 1 << 20,
        ChunkerKey = new ChunkerKey(Hash256.OfContent("chunker key"u8)),
    };

    public static BackupSection BackupSection { get; } = new()
    {
        Type = BackupType.Incremental,
        SourceKind = SourceKind.DirectoryTree,
        Manifest = new ManifestNumber(4),
        BackupId = Incremental,
        ParentId = Full,
        Started = Time,
        Finished = Time + 1_500_000_000,
        LogicalSize = 112,
        StoredSize = 5000,
        Name = "incr-20260125-0200",
    };

    public static BackupFile BackupFile { get; } = new(
        """
        geode-archive backup
        name: incr-20260125-0200
        The data is under archive/. To get one file that holds all: geode-archive backup export
        """,
        FileHeader.ForBackup(Repository, Time, BackupSection));

    public static FileHeader RepositoryHeader { get; } = FileHeader.ForRepository(Repository, RepositoryFileId, Time, RepositorySection);

    public static FileHeader SegmentHeader { get; } = FileHeader.ForSegment(Repository, DataSegment, Session, Time, SegmentKind.Data);

    public static FileHeader EncryptedHeader { get; } = SegmentHeader with
    {
        ChunkIdentity = ChunkIdentity.HmacSha256,
        Encryption = EncryptionAlgorithm.Aes256Gcm,
        KeyWrap = KeyWrap.PublicKey,
        KeyGeneration = 3,
        WrappedKey = new WrappedKey(Bytes(12, 1), Bytes(32, 2), Bytes(16, 3), [4, .. Bytes(64, 5)]),
    };

    public static FileHeader IndexHeader { get; } = FileHeader.ForIndex(Repository, Index, Session, Time);

    public static SessionOpenRecord SessionOpen { get; } = new(Session, new ManifestNumber(2), Time, "db-1", "geode-archive 0.1.0");

    public static SegmentAddRecord SegmentAdd { get; } = new()
    {
        Number = new SegmentNumber(1),
        SegmentId = DataSegment,
        SessionId = Session,
        SegmentKind = SegmentKind.Data,
        Domain = Domain.Plain,
        Size = 5000,
        PlainSize = 300,
        ChunkCount = 3,
        RootHash = Hash256.OfContent("data segment"u8),
        Verified = Time,
    };

    public static IndexAddRecord IndexAdd { get; } = new()
    {
        IndexId = Index,
        SessionId = Session,
        Domain = Domain.Plain,
        Size = 9000,
        EntryCount = 3,
        RootHash = Hash256.OfContent("index"u8),
    };

    public static BackupAddRecord FullBackup { get; } = new()
    {
        BackupId = Full,
        Name = "full-20260124",
        BackupType = BackupType.Full,
        SourceKind = SourceKind.DirectoryTree,
        Domain = Domain.Plain,
        ParentId = default,
        ChainId = Full,
        SessionId = Session,
        Started = Time,
        Finished = Time + 1_000_000_000,
        RootChunk = ChunkId.OfPlain("root"u8),
        FileCount = 3,
        DirectoryCount = 2,
        OtherCount = 1,
        LogicalSize = 112,
        ReadSize = 112,
        StoredSize = 10_000,
        IncompleteCount = 0,
        Segments = SegmentRuns.From([new SegmentNumber(1), new SegmentNumber(2)]),
    };

    public static BackupAddRecord DatabaseBackup { get; } = FullBackup with
    {
        SourceKind = SourceKind.Database,
        TimelineId = new TimelineId(Id(0x31)),
        IncarnationId = new IncarnationId(Id(0x32)),
        StartLsn = 0x1_0000_2000,
        EndLsn = 0x1_0000_2000,
        Generation = 9,
    };

    public static DatabaseSource DatabaseSource { get; } = new()
    {
        DatabaseId = new DatabaseId(Id(0x30)),
        IncarnationId = DatabaseBackup.IncarnationId,
        Generation = new Generation(9),
        TimelineId = DatabaseBackup.TimelineId,
        CheckpointLsn = new Lsn(DatabaseBackup.StartLsn),
        Time = Time + 5,
        Attributes = new DatabaseAttributes(new Xid(300), Time + 3),
        Ancestors =
        [
            new StoreAncestor(new IncarnationId(Id(0x33)), new Generation(2)),
            new StoreAncestor(new IncarnationId(Id(0x34)), new Generation(200)),
        ],
    };

    public static KeySlotSection KeySlotSection { get; } = new()
    {
        Derivation = KeyDerivation.Passphrase,
        Access = KeyAccess.WriteOnly,
        Iterations = 1000,
        Salt = Hash256.OfContent("salt"u8),
        KeySetId = new KeySetId(Id(0x40)),
        Keys = new SealedBytes(Bytes(12, 1), Bytes(16, 2), Bytes(128, 3)),
        Label = "db-1 läuft",
    };

    public static FileHeader KeySlotHeader { get; } = FileHeader.ForKeySlot(Repository, new FileId(Id(0x41)), Time, KeySlotSection);

    public static KeysRecord KeysRecord { get; } = new()
    {
        KeySetId = KeySlotSection.KeySetId,
        Generation = 2,
        PublicKey = (byte[])[4, .. Bytes(64, 5)],
        Ring = new SealedBytes(Bytes(12, 6), Bytes(16, 7), Bytes(128, 8)),
    };

    public static TreeEntry FileEntry { get; } = new()
    {
        Name = Text("file"),
        Kind = EntryKind.File,
        Mode = 0x1A4,
        UserId = 1000,
        GroupId = 1000,
        ModifiedSeconds = 1_769_306_400,
        ModifiedNanoseconds = 123_456_789,
        ChangedSeconds = 1_769_306_401,
        ChangedNanoseconds = 5,
        Inode = 131_073,
        Device = 2_049,
        LinkCount = 1,
        Attributes = [new TreeAttribute(Text("user.a"), Text("1")), new TreeAttribute(Text("user.b"), default)],
        Size = 100,
        Content = FileContent.Inline(
            [Extent.Whole(ChunkId.OfPlain("x"u8), 60), Extent.Hole(30), Extent.Part(ChunkId.OfPlain("y"u8), 5, 10)]),
    };

    public static TreeEntry DirectoryEntry { get; } = new()
    {
        Name = Text("directory"),
        Kind = EntryKind.Directory,
        Mode = 0x1ED,
        LinkCount = 2,
        Directory = new DirectoryContent(new NodeReference(0, ChunkId.OfPlain("leaf"u8)), 5),
    };

    /// <summary>One entry of each kind and form, ascending by name.</summary>
    public static DirectoryLeaf DirectoryLeaf { get; } = new(
    [
        DirectoryEntry with { Name = Text("a-directory") },
        FileEntry with { Name = Text("b-file") },
        FileEntry with
        {
            Name = Text("c-large"),
            Size = 1L << 40,
            Content = FileContent.Tree(new NodeReference(2, ChunkId.OfPlain("tree"u8))),
            Attributes = [],
        },
        FileEntry with { Name = Text("d-unreadable"), Flags = EntryFlags.Unreadable, Content = FileContent.Empty },
        FileEntry with
        {
            Name = Text("e-empty"),
            Flags = EntryFlags.Changed,
            Size = 0,
            Content = FileContent.Empty,
            Attributes = [],
            ModifiedSeconds = -1,
        },
        Special("f-link", EntryKind.SymbolicLink) with { LinkTarget = Text("../elsewhere") },
        Special("g-fifo", EntryKind.Fifo),
        Special("h-socket", EntryKind.Socket),
        Special("i-character", EntryKind.CharacterDevice) with { DeviceMajor = 1, DeviceMinor = 3 },
        Special("j-block", EntryKind.BlockDevice) with { DeviceMajor = 259, DeviceMinor = uint.MaxValue },
        Special("k-not-utf-8-", EntryKind.Fifo) with { Name = (byte[])[(byte)'k', 0xFF, 0xFE] },
    ]);

    public static DirectoryInner DirectoryInner { get; } = new(
        1,
        [new DirectoryChild(Text("a"), ChunkId.OfPlain("left"u8), 700), new DirectoryChild(Text("m"), ChunkId.OfPlain("right"u8), 300)]);

    public static ExtentLeaf ExtentLeaf { get; } = new(
        [Extent.Whole(ChunkId.OfPlain("x"u8), 131_072), Extent.Hole(1L << 33), Extent.Part(ChunkId.OfPlain("y"u8), 4096, 8192)]);

    public static ExtentInner ExtentInner { get; } = new(
        1,
        [new ExtentChild(ChunkId.OfPlain("left"u8), 64 << 20), new ExtentChild(ChunkId.OfPlain("right"u8), 5)]);

    public static BackupRoot BackupRoot { get; } = new()
    {
        SourceKind = SourceKind.DirectoryTree,
        Host = "db-1",
        Source = Text("/var/lib/geode"),
        Program = "geode-archive 0.1.0",
        Entry = DirectoryEntry with { Name = default },
    };

    public static BackupRoot DatabaseRoot { get; } = new()
    {
        SourceKind = SourceKind.Database,
        Host = "db-1",
        Source = Text("/var/lib/geode"),
        Program = "geode-archive 0.1.0",
        Database = DatabaseSource,
        Entry = DirectoryEntry with { Name = default },
    };

    /// <summary>A first byte that tells ids apart, then 1 to 15.</summary>
    public static Id128 Id(byte tag) => Id128.Read([tag, .. Bytes(15, 1)]);

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Bytes that count up.</summary>
    public static byte[] Bytes(int size, int first) => [.. Enumerable.Range(first, size).Select(value => (byte)value)];

    /// <summary>What a structure's encoder appends.</summary>
    public static byte[] Encode(Action<FormatWriter> encode)
    {
        FormatWriter writer = new();
        encode(writer);
        return writer.WrittenSpan.ToArray();
    }

    private static TreeEntry Special(string name, EntryKind kind) => new() { Name = Text(name), Kind = kind, Mode = 0x180 };
}
