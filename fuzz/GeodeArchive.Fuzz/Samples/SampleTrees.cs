using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>Tree nodes of every kind, with entries of every kind.</summary>
internal static class SampleTrees
{
    private static readonly ChunkId Chunk = ChunkId.OfPlain("chunk"u8);
    private static readonly NodeReference Node = new(1, Chunk);

    private static readonly TreeEntry[] Entries =
    [
        Plain("block", EntryKind.BlockDevice) with { DeviceMajor = 8, DeviceMinor = uint.MaxValue },
        Plain("character", EntryKind.CharacterDevice) with { DeviceMajor = 1 },
        Plain("directory", EntryKind.Directory) with { Directory = new DirectoryContent(Node, 300) },
        Plain("empty", EntryKind.File) with { Content = FileContent.Empty },
        Plain("fifo", EntryKind.Fifo),
        Plain("file", EntryKind.File) with
        {
            Size = 5_000_100,
            Content = FileContent.Inline([Extent.Whole(Chunk, 100), Extent.Hole(4_999_900), Extent.Part(Chunk, 50, 100)]),
            Attributes = [new TreeAttribute("user.a"u8.ToArray(), "1"u8.ToArray()), new TreeAttribute("user.b"u8.ToArray(), new byte[300])],
        },
        Plain("large", EntryKind.File) with { Size = 1L << 40, Content = FileContent.Tree(Node), Flags = EntryFlags.Changed },
        Plain("link", EntryKind.SymbolicLink) with { LinkTarget = "../target"u8.ToArray() },
        Plain("socket", EntryKind.Socket),
        Plain("unreadable", EntryKind.File) with { Size = 77, Content = FileContent.Empty, Flags = EntryFlags.Unreadable },
    ];

    /// <summary>Leaves of directories.</summary>
    public static IReadOnlyList<byte[]> DirectoryLeaves { get; } =
    [
        Encode(new DirectoryLeaf([.. Entries]).Encode),
        Encode(new DirectoryLeaf([]).Encode),
        Encode(new DirectoryLeaf([Entries[4]]).Encode),
    ];

    /// <summary>Inner nodes of directories.</summary>
    public static IReadOnlyList<byte[]> DirectoryInners { get; } =
    [
        Encode(new DirectoryInner(2, [Child("a", 1), Child("b", 200), Child("ba", 1L << 40)]).Encode),
        Encode(new DirectoryInner(255, [Child(new string('x', 254), 1), Child(new string('x', 255), 2)]).Encode),
    ];

    /// <summary>Leaves of extents.</summary>
    public static IReadOnlyList<byte[]> ExtentLeaves { get; } =
    [
        Encode(
            new ExtentLeaf([Extent.Whole(Chunk, 8 << 20), Extent.Hole(long.MaxValue >> 1), Extent.Part(Chunk, 1, (8 << 20) - 1)]).Encode),
        Encode(new ExtentLeaf([Extent.Hole(1)]).Encode),
    ];

    /// <summary>Inner nodes of extents.</summary>
    public static IReadOnlyList<byte[]> ExtentInners { get; } =
    [
        Encode(new ExtentInner(1, [new ExtentChild(Chunk, 64 << 20), new ExtentChild(Chunk, 1)]).Encode),
        Encode(new ExtentInner(7, [.. Enumerable.Range(1, 20).Select(length => new ExtentChild(Chunk, length))]).Encode),
    ];

    /// <summary>Roots of backups.</summary>
    public static IReadOnlyList<byte[]> BackupRoots { get; } =
        [Encode(Root("host", "/source").Encode), Encode(Root(string.Empty, "/").Encode), Encode(DatabaseRoot().Encode)];

    /// <summary>Entries, each alone.</summary>
    public static IReadOnlyList<byte[]> TreeEntries { get; } = [.. Entries.Select(entry =>
        Encode(writer => TreeEntryCodec.Encode(writer, entry)))];

    private static TreeEntry Plain(string name, EntryKind kind) => new()
    {
        Name = System.Text.Encoding.UTF8.GetBytes(name),
        Kind = kind,
        Mode = 0xFFF,
        UserId = uint.MaxValue,
        GroupId = 1000,
        ModifiedSeconds = -1,
        ModifiedNanoseconds = 999_999_999,
        ChangedSeconds = 1_769_306_400,
        ChangedNanoseconds = 1,
        Inode = ulong.MaxValue,
        Device = 2049,
        LinkCount = 3,
    };

    private static DirectoryChild Child(string name, long entryCount) => new(System.Text.Encoding.UTF8.GetBytes(name), Chunk, entryCount);

    private static BackupRoot Root(string host, string source) => new()
    {
        SourceKind = SourceKind.DirectoryTree,
        Host = host,
        Source = System.Text.Encoding.UTF8.GetBytes(source),
        Program = "geode-archive 0.1.0",
        Entry = Entries[2] with { Name = default },
    };

    private static BackupRoot DatabaseRoot() => new()
    {
        SourceKind = SourceKind.Database,
        Host = "host",
        Source = "/data"u8.ToArray(),
        Program = "geode-archive 0.1.0",
        Database = new DatabaseSource
        {
            DatabaseId = new DatabaseId(new Id128(1, 2)),
            IncarnationId = new IncarnationId(new Id128(3, 4)),
            Generation = new Generation(70),
            TimelineId = new TimelineId(new Id128(5, 6)),
            CheckpointLsn = new Lsn(1UL << 40),
            Time = 1_769_306_400_000_000_000,
            Attributes = new DatabaseAttributes(new Xid(9), 1_769_306_399_000_000_000),
            Ancestors = [new StoreAncestor(new IncarnationId(new Id128(7, 8)), new Generation(3))],
        },
        Entry = Entries[2] with { Name = default },
    };

    private static byte[] Encode(Action<FormatWriter> encode)
    {
        var writer = new FormatWriter();
        encode(writer);
        return writer.WrittenSpan.ToArray();
    }
}
