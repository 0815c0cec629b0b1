using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Valid entries and nodes of trees.</summary>
internal static class TreeGenerators
{
    private static readonly Comparer<byte[]> ByBytes = Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    public static Gen<Extent> Extent { get; } = Gen.OneOf(
        from id in Generators.Chunk
        from length in Gen.Choose(1, Limits.ChunkSizeMax)
        select GeodeArchive.Format.Extent.Whole(id, length),
        from id in Generators.Chunk
        from offset in Gen.Choose(0, Limits.ChunkSizeMax - 1)
        from length in Gen.Choose(1, Limits.ChunkSizeMax)
        select GeodeArchive.Format.Extent.Part(id, offset, Math.Min(length, Limits.ChunkSizeMax - offset)),
        Generators.Positive.Select(length => GeodeArchive.Format.Extent.Hole(Math.Max(1, length >> 10))));

    public static Gen<NodeReference> Node { get; } =
        from depth in Gen.Choose(0, 255)
        from id in Generators.Chunk
        select new NodeReference(depth, id);

    public static Gen<TreeEntry> Entry { get; } =
        from name in Generators.FileName
        from kind in Generators.Enumeration<EntryKind>()
        from entry in EntryOf(name, kind)
        select entry;

    public static Gen<DirectoryLeaf> DirectoryLeaf { get; } =
        from names in Generators.Ascending(Generators.FileName, 0, 8, ByBytes)
        from entries in Gen.ArrayOf(Entry, names.Length)
        select new DirectoryLeaf([.. entries.Zip(names, (entry, name) => entry with { Name = name })]);

    public static Gen<DirectoryInner> DirectoryInner { get; } =
        from names in Generators.Ascending(Generators.FileName, 2, 8, ByBytes)
        from depth in Gen.Choose(1, 255)
        from ids in Gen.ArrayOf(Generators.Chunk, names.Length)
        from counts in Gen.ArrayOf(Generators.Positive.Select(count => (count >> 8) + 1), names.Length)
        select new DirectoryInner(depth, [.. names.Select((name, i) => new DirectoryChild(name, ids[i], counts[i]))]);

    public static Gen<ExtentLeaf> ExtentLeaf { get; } = Generators.Some(Extent, 1, 30).Select(extents => new ExtentLeaf(extents));

    public static Gen<ExtentInner> ExtentInner { get; } =
        from depth in Gen.Choose(1, 255)
        from children in Generators.Some(
            from id in Generators.Chunk
            from length in Generators.Positive
            select new ExtentChild(id, (length >> 8) + 1),
            2,
            8)
        select new ExtentInner(depth, children);

    public static Gen<BackupRoot> BackupRoot { get; } =
        from host in Generators.Text
        from source in Generators.FileName
        from program in Generators.Text
        from entry in EntryOf([], EntryKind.Directory)
        from isDatabase in Generators.Bool
        from database in DatabaseSource()
        select new BackupRoot
        {
            SourceKind = isDatabase ? SourceKind.Database : SourceKind.DirectoryTree,
            Database = isDatabase ? database : null,
            Host = host,
            Source = (byte[])[(byte)'/', .. source],
            Program = program,
            Entry = entry,
        };

    private static Gen<DatabaseSource> DatabaseSource() =>
        from ids in Gen.ArrayOf(Generators.Id, 3)
        from generation in Generators.Positive
        from lsn in Generators.Word
        from times in Gen.ArrayOf(Generators.Long, 2)
        from xid in Generators.Count
        from ancestors in Generators.Some(
            from id in Generators.Id
            from last in Generators.Positive
            select new StoreAncestor(new IncarnationId(id), new Generation(last)),
            0,
            3)
        select new DatabaseSource
        {
            DatabaseId = new DatabaseId(ids[0]),
            IncarnationId = new IncarnationId(ids[1]),
            Generation = new Generation(generation),
            TimelineId = new TimelineId(ids[2]),
            CheckpointLsn = new Lsn(lsn),
            Time = times[0],
            Attributes = xid == 0 ? DatabaseAttributes.Decode([]) : new DatabaseAttributes(new Xid((ulong)xid), times[1]),
            Ancestors = ancestors,
        };

    private static Gen<TreeEntry> EntryOf(byte[] name, EntryKind kind) =>
        from mode in Gen.Choose(0, 0xFFF)
        from owner in Gen.ArrayOf(Generators.Uint, 2)
        from times in Gen.ArrayOf(Generators.Long, 2)
        from nanoseconds in Gen.ArrayOf(Gen.Choose(0, 999_999_999), 2)
        from identity in Gen.ArrayOf(Generators.Word, 2)
        from links in Generators.Positive
        from changed in Generators.Bool
        from unreadable in Gen.Choose(0, 9)
        from attributes in Attributes()
        from size in Generators.Count
        from content in Content()
        from directory in Directory()
        from target in Generators.FileName
        from device in Gen.ArrayOf(Generators.Uint, 2)
        let isFile = kind == EntryKind.File
        let isUnreadable = isFile && unreadable == 0
        let isDevice = kind is EntryKind.CharacterDevice or EntryKind.BlockDevice
        let readable = isUnreadable ? FileContent.Empty : content
        select new TreeEntry
        {
            Name = name,
            Kind = kind,
            Mode = (uint)mode,
            UserId = owner[0],
            GroupId = owner[1],
            ModifiedSeconds = times[0],
            ModifiedNanoseconds = nanoseconds[0],
            ChangedSeconds = times[1],
            ChangedNanoseconds = nanoseconds[1],
            Inode = identity[0],
            Device = identity[1],
            LinkCount = links,
            Flags = (changed ? EntryFlags.Changed : 0) | (isUnreadable ? EntryFlags.Unreadable : 0),
            Attributes = attributes,
            Size = !isFile ? 0 : isUnreadable ? size : SizeOf(readable, size),
            Content = isFile ? readable : null,
            Directory = kind == EntryKind.Directory ? directory : null,
            LinkTarget = kind == EntryKind.SymbolicLink ? target : default(ReadOnlyMemory<byte>),
            DeviceMajor = isDevice ? device[0] : 0,
            DeviceMinor = isDevice ? device[1] : 0,
        };

    private static Gen<ImmutableArray<TreeAttribute>> Attributes() =>
        from names in Generators.Ascending(Generators.Bytes(1, 10), 0, 3, ByBytes)
        from values in Gen.ArrayOf(Generators.Bytes(0, 20), names.Length)
        select names.Zip(values, (name, value) => new TreeAttribute(name, value)).ToImmutableArray();

    private static Gen<FileContent> Content() => Gen.OneOf(
        Generators.Some(Extent, 0, Limits.InlineExtentCountMax).Select(FileContent.Inline),
        Node.Select(FileContent.Tree));

    private static Gen<DirectoryContent> Directory() =>
        from root in Node
        from count in Generators.Count
        select new DirectoryContent(root, count);

    private static long SizeOf(FileContent content, long sizeOfTree) =>
        content.Root is null ? content.Extents.Sum(extent => extent.Length) : Math.Max(1, sizeOfTree);
}
