using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Every check of tree nodes.</summary>
public sealed class TreeFailureTests
{
    private static readonly ChunkId Chunk = ChunkId.OfPlain("x"u8);

    private static readonly FieldList EntryFields = FieldList.Of(
        ("name", writer => writer.WriteLengthPrefixed("name"u8)),
        ("kind", writer => writer.WriteByte(4)),
        ("mode", writer => writer.WriteVarint(0x1FF)),
        ("user_id", writer => writer.WriteVarint(0)),
        ("group_id", writer => writer.WriteVarint(0)),
        ("modified", writer => writer.WriteZigzag(-1)),
        ("modified_nanoseconds", writer => writer.WriteVarint(0)),
        ("changed", writer => writer.WriteZigzag(0)),
        ("changed_nanoseconds", writer => writer.WriteVarint(0)),
        ("inode", writer => writer.WriteVarint(ulong.MaxValue)),
        ("device", writer => writer.WriteVarint(0)),
        ("link_count", writer => writer.WriteVarint(1)),
        ("flags", writer => writer.WriteByte(0)),
        ("attributes", writer => writer.WriteByte(0)),
        ("content", _ => { }));

    private static readonly FieldList FileFields = EntryFields.WithByte("kind", 1);

    private static readonly FieldList RootFields = FieldList.Of(
        ("kind", writer => writer.WriteByte(5)),
        ("source_kind", writer => writer.WriteByte(1)),
        ("host", writer => writer.WriteLengthPrefixed("h"u8)),
        ("source", writer => writer.WriteLengthPrefixed("/s"u8)),
        ("program", writer => writer.WriteLengthPrefixed("p"u8)),
        ("entry", writer => writer.WriteBytes(DirectoryFields("").ToBytes())));

    private static readonly FieldList DatabaseFields = FieldList.Of(
        ("kind", writer => writer.WriteByte(5)),
        ("source_kind", writer => writer.WriteByte(2)),
        ("host", writer => writer.WriteLengthPrefixed("h"u8)),
        ("source", writer => writer.WriteLengthPrefixed("/s"u8)),
        ("program", writer => writer.WriteLengthPrefixed("p"u8)),
        ("database_id", writer => writer.WriteId(Samples.Id(1))),
        ("incarnation_id", writer => writer.WriteId(Samples.Id(2))),
        ("generation", writer => writer.WriteByte(3)),
        ("timeline_id", writer => writer.WriteId(Samples.Id(3))),
        ("checkpoint_lsn", writer => writer.WriteVarint(ulong.MaxValue)),
        ("time", writer => writer.WriteByte(1)),
        ("xid", writer => writer.WriteByte(7)),
        ("time_max", writer => writer.WriteByte(2)),
        ("ancestor_count", writer => writer.WriteByte(1)),
        ("ancestor", writer => writer.WriteId(Samples.Id(4))),
        ("ancestor_generation", writer => writer.WriteByte(2)),
        ("entry", writer => writer.WriteBytes(DirectoryFields("").ToBytes())));

    private static readonly IReadOnlyList<FailureCase> Cases = [
        .. Nodes(), .. Entries(), .. Contents(), .. Files(), .. DirectoryNodes(), .. ExtentNodes(), .. Roots(), .. Databases()
    ];

    public static TheoryData<string> Names => [.. Cases.Select(failure => failure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_called_by_its_name(string name) => Cases.Single(failure => failure.Name == name).Check();

    [Fact]
    public void The_samples_are_valid()
    {
        Assert.Equal("name", Assert.Single(DirectoryLeaf.Decode(Leaf(EntryFields)).Entries).ToString());
        Assert.Equal(20, Assert.Single(DirectoryLeaf.Decode(Leaf(File(20, [1, 2, 3, 15, 3, 5]))).Entries).Size);
        Assert.Equal(EntryKind.Directory, BackupRoot.Decode(RootFields.ToBytes()).Entry.Kind);
        Assert.Equal(7UL, BackupRoot.Decode(DatabaseFields.ToBytes()).Database!.Attributes.Xid.Value);
    }

    [Fact]
    public void A_name_is_checked_by_its_bytes()
    {
        Assert.True(EntryName.IsValid([0xFF, 0xFE]));
        Assert.True(EntryName.IsValid("..."u8));
        Assert.True(EntryName.IsValid(new byte[255].Select(_ => (byte)'a').ToArray()));
        Assert.False(EntryName.IsValid(new byte[256].Select(_ => (byte)'a').ToArray()));
        Assert.False(EntryName.IsValid([]));
        Assert.False(EntryName.IsValid("."u8));
        Assert.False(EntryName.IsValid(".."u8));
        Assert.False(EntryName.IsValid("a/b"u8));
        Assert.False(EntryName.IsValid("a\0b"u8));
    }

    private static IEnumerable<FailureCase> Nodes()
    {
        yield return new FailureCase("node: empty", FormatError.Truncated, "tree node", -1, () => TreeNode.KindOf([]));
        yield return new FailureCase("node: kind 0", FormatError.BadValue, "tree node", -1, () => DirectoryLeaf.Decode([0, 0]));
        yield return new FailureCase("node: kind 6", FormatError.BadValue, "tree node", -1, () => DirectoryLeaf.Decode([6, 0]));
        yield return new FailureCase(
            "node: beyond 4 MiB", FormatError.TooLarge, "directory leaf", -1, () => DirectoryLeaf.Decode(new byte[(4 << 20) + 1]));
        yield return new FailureCase(
            "node: extents for a directory", FormatError.BadKind, "directory leaf", -1, () => DirectoryLeaf.Decode([3, 1, 3, 1]));
        yield return new FailureCase(
            "node: directory for extents", FormatError.BadKind, "extent leaf", -1, () => ExtentLeaf.Decode([1, 0]));
        yield return new FailureCase(
            "node: leaf for an inner node", FormatError.BadKind, "directory inner node", -1, () => DirectoryInner.Decode([1, 0]));
        yield return new FailureCase(
            "node: leaf for inner extents", FormatError.BadKind, "extent inner node", -1, () => ExtentInner.Decode([1, 0]));
        yield return new FailureCase("node: leaf for a root", FormatError.BadKind, "backup root", -1, () => BackupRoot.Decode([1, 0]));
    }

    private static IEnumerable<FailureCase> Entries()
    {
        yield return Entry("name empty", FormatError.BadValue, EntryFields.WithText("name", ""));
        yield return Entry("name with a slash", FormatError.BadValue, EntryFields.WithText("name", "a/b"));
        yield return Entry("name with a zero byte", FormatError.BadValue, EntryFields.WithText("name", "a\0b"));
        yield return Entry("name .", FormatError.BadValue, EntryFields.WithText("name", "."));
        yield return Entry("name ..", FormatError.BadValue, EntryFields.WithText("name", ".."));
        yield return Entry("name of 256 bytes", FormatError.TooLarge, EntryFields.WithText("name", new string('n', 256)));
        yield return Entry("kind 0", FormatError.BadValue, EntryFields.WithByte("kind", 0));
        yield return Entry("kind 8", FormatError.BadValue, EntryFields.WithByte("kind", 8));
        yield return Entry("mode", FormatError.BadValue, EntryFields.With("mode", 0x1000));
        yield return Entry("user_id", FormatError.BadValue, EntryFields.With("user_id", 1UL << 32));
        yield return Entry("group_id", FormatError.BadValue, EntryFields.With("group_id", 1UL << 32));
        yield return Entry("modified nanoseconds", FormatError.BadValue, EntryFields.With("modified_nanoseconds", 1_000_000_000));
        yield return Entry("changed nanoseconds", FormatError.BadValue, EntryFields.With("changed_nanoseconds", 1_000_000_000));
        yield return Entry("no links", FormatError.BadValue, EntryFields.With("link_count", 0));
        yield return Entry("flag 4", FormatError.BadValue, EntryFields.WithByte("flags", 4));
        yield return Entry("2^62 attributes", FormatError.Truncated, EntryFields.With("attributes", 1UL << 62));
        yield return Entry(
            "attribute without name", FormatError.BadValue, EntryFields.With("attributes", writer => writer.WriteBytes([1, 0, 1, 1])));
        yield return Entry(
            "attributes descend", FormatError.BadOrder, EntryFields.With("attributes", writer => writer.WriteBytes([2, 1, 2, 0, 1, 1, 0])));
        yield return Entry(
            "attribute twice", FormatError.BadOrder, EntryFields.With("attributes", writer => writer.WriteBytes([2, 1, 2, 0, 1, 2, 0])));
        yield return Entry("attribute name of 256 bytes", FormatError.TooLarge, EntryFields.With("attributes", writer =>
        {
            writer.WriteByte(1);
            writer.WriteLengthPrefixed(new byte[256]);
            writer.WriteByte(0);
        }));
        yield return Entry("attribute value of 65,537 bytes", FormatError.TooLarge, EntryFields.With("attributes", writer =>
        {
            writer.WriteBytes([1, 1, 1]);
            writer.WriteLengthPrefixed(new byte[65537]);
        }));
    }

    private static IEnumerable<FailureCase> Contents()
    {
        FieldList link = EntryFields.WithByte("kind", 3);
        FieldList device = EntryFields.WithByte("kind", 6);
        yield return Entry("link without target", FormatError.BadValue, link.WithText("content", ""));
        yield return Entry("target with a zero byte", FormatError.BadValue, link.WithText("content", "a\0b"));
        yield return Entry("target of 4,096 bytes", FormatError.TooLarge, link.WithText("content", new string('t', 4096)));
        yield return Entry("major", FormatError.BadValue, device.With("content", writer =>
        {
            writer.WriteVarint(1UL << 32);
            writer.WriteByte(0);
        }));
        yield return Entry("minor", FormatError.BadValue, device.With("content", writer =>
        {
            writer.WriteByte(0);
            writer.WriteVarint(1UL << 32);
        }));
        yield return Entry("entries of a directory", FormatError.BadValue, EntryFields.WithByte("kind", 2).With("content", writer =>
        {
            writer.WriteByte(0);
            writer.WriteChunkId(Chunk);
            writer.WriteVarint(1UL << 63);
        }));
    }

    private static IEnumerable<FailureCase> Files()
    {
        byte[] part = [.. Bytes(2, Chunk), 1];
        yield return Entry("form 0", FormatError.BadValue, File(0, [0, 0]));
        yield return Entry("form 3", FormatError.BadValue, File(0, [3, 0]));
        yield return Entry("size is not the sum", FormatError.BadValue, File(21, [1, 2, 3, 15, 3, 5]));
        yield return Entry("extents of an empty file", FormatError.BadValue, File(0, [1, 1, 3, 15]));
        yield return Entry("no extents of a file", FormatError.BadValue, File(1, [1, 0]));
        yield return Entry(
            "17 extents", FormatError.BadValue, File(17, [1, 17, .. Enumerable.Repeat<byte[]>([3, 1], 17).SelectMany(hole => hole)]));
        yield return Entry("tree of an empty file", FormatError.BadValue, File(0, [2, .. Bytes(0, Chunk)]));
        yield return Entry("unreadable with extents", FormatError.BadValue, File(1, [1, 1, 3, 1]).WithByte("flags", 2));
        yield return Entry("unreadable with a tree", FormatError.BadValue, File(1, [2, .. Bytes(0, Chunk)]).WithByte("flags", 2));
        yield return Entry("extent tag 0", FormatError.BadValue, File(1, [1, 1, 0, 1]));
        yield return Entry("extent tag 4", FormatError.BadValue, File(1, [1, 1, 4, 1]));
        yield return Entry("hole of 0", FormatError.BadValue, File(0, [1, 1, 3, 0]));
        yield return Entry("chunk of 0", FormatError.BadValue, File(0, [1, 1, .. Bytes(1, Chunk), 0]));
        yield return Entry("part of 0", FormatError.BadValue, File(0, [1, 1, .. part, 0]));
        yield return Entry(
            "chunk beyond 8 MiB", FormatError.TooLarge, File((8 << 20) + 1, [1, 1, .. Bytes(1, Chunk), 0x81, 0x80, 0x80, 4]));
        yield return Entry("part that ends beyond 8 MiB", FormatError.TooLarge, File(8 << 20, [1, 1, .. part, 0x80, 0x80, 0x80, 4]));
        yield return Entry(
            "part that starts beyond 8 MiB", FormatError.TooLarge, File(1, [1, 1, .. Bytes(2, Chunk), 0x81, 0x80, 0x80, 4, 1]));
        yield return Entry("holes that sum beyond 2^63", FormatError.BadValue, File(0, [1, 2, .. Hole(long.MaxValue), 3, 1]));
    }

    private static IEnumerable<FailureCase> DirectoryNodes()
    {
        byte[] entry = EntryFields.ToBytes();
        yield return Leaf("names descend", FormatError.BadOrder, [1, 2, .. EntryFields.WithText("name", "z").ToBytes(), .. entry]);
        yield return Leaf("a name twice", FormatError.BadOrder, [1, 2, .. entry, .. entry]);
        yield return Leaf("more entries than bytes", FormatError.Truncated, [1, 3, .. entry, .. entry]);
        yield return Leaf("2^63-1 entries", FormatError.Truncated, [1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, .. entry]);
        yield return Leaf("2^63 entries", FormatError.BadValue, [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1, .. entry]);
        yield return Leaf("bytes after the last entry", FormatError.TrailingBytes, [1, 1, .. entry, 0]);
        yield return Inner("depth 0", FormatError.BadValue, [2, 0, 2, .. Child("a", 1), .. Child("b", 1)]);
        yield return Inner("one child", FormatError.BadValue, [2, 1, 1, .. Child("a", 1), .. Child("b", 1)]);
        yield return Inner("more children than bytes", FormatError.Truncated, [2, 1, 3, .. Child("a", 1), .. Child("b", 1)]);
        yield return Inner("names descend", FormatError.BadOrder, [2, 1, 2, .. Child("b", 1), .. Child("a", 1)]);
        yield return Inner("a name twice", FormatError.BadOrder, [2, 1, 2, .. Child("a", 1), .. Child("a", 1)]);
        yield return Inner("no name", FormatError.BadValue, [2, 1, 2, .. Child("", 1), .. Child("bb", 1)]);
        yield return Inner("name ..", FormatError.BadValue, [2, 1, 2, .. Child("..", 1), .. Child("b", 1)]);
        yield return Inner("name of 256 bytes", FormatError.TooLarge, [2, 1, 2, .. Child(new string('a', 256), 1), .. Child("b", 1)]);
        yield return Inner("no entries below", FormatError.BadValue, [2, 1, 2, .. Child("a", 0), .. Child("b", 1)]);
        yield return Inner("entries that sum beyond 2^63", FormatError.BadValue, [2, 1, 2, .. Child("a", long.MaxValue), .. Child("b", 1)]);
        yield return Inner("bytes after the last child", FormatError.TrailingBytes, [2, 1, 2, .. Child("a", 1), .. Child("b", 1), 0]);
    }

    private static IEnumerable<FailureCase> ExtentNodes()
    {
        byte[] child = [.. Bytes(1, Chunk)[1..], 1];
        byte[] largest = Samples.Encode(writer =>
        {
            writer.WriteChunkId(Chunk);
            writer.WriteVarint(long.MaxValue);
        });
        yield return Extents("no extents", FormatError.BadValue, [3, 0]);
        yield return Extents("more extents than bytes", FormatError.Truncated, [3, 3, 3, 1, 3, 1]);
        yield return Extents("bytes after the last extent", FormatError.TrailingBytes, [3, 1, 3, 1, 0]);
        yield return Extents("lengths that sum beyond 2^63", FormatError.BadValue, [3, 2, .. Hole(long.MaxValue), 3, 1]);
        yield return InnerExtents("depth 0", FormatError.BadValue, [4, 0, 2, .. child, .. child]);
        yield return InnerExtents("one child", FormatError.BadValue, [4, 1, 1, .. child]);
        yield return InnerExtents("more children than bytes", FormatError.Truncated, [4, 1, 3, .. child, .. child]);
        yield return InnerExtents("length 0", FormatError.BadValue, [4, 1, 2, .. child, .. child[..^1], 0]);
        yield return InnerExtents("lengths that sum beyond 2^63", FormatError.BadValue, [4, 1, 2, .. child, .. largest]);
        yield return InnerExtents("bytes after the last child", FormatError.TrailingBytes, [4, 1, 2, .. child, .. child, 0]);
    }

    private static IEnumerable<FailureCase> Databases()
    {
        foreach (string id in (string[])["database_id", "incarnation_id", "timeline_id", "ancestor"])
        {
            yield return Root($"{id} 0", FormatError.BadValue, DatabaseFields.With(id, writer => writer.WriteId(default)));
        }

        yield return Root("generation 0", FormatError.BadValue, DatabaseFields.WithByte("generation", 0));
        yield return Root("generation 2^63", FormatError.BadValue, DatabaseFields.With("generation", 1UL << 63));
        yield return Root("xid 2^63", FormatError.BadValue, DatabaseFields.With("xid", 1UL << 63));
        yield return Root("generation 0 of an ancestor", FormatError.BadValue, DatabaseFields.WithByte("ancestor_generation", 0));
        yield return Root("more ancestors than bytes", FormatError.Truncated, DatabaseFields.With("ancestor_count", 1UL << 40));
    }

    private static IEnumerable<FailureCase> Roots()
    {
        yield return Root("source_kind 3", FormatError.BadValue, RootFields.WithByte("source_kind", 3));
        yield return Root("host of 256 bytes", FormatError.TooLarge, RootFields.WithText("host", new string('h', 256)));
        yield return Root(
            "program not UTF-8", FormatError.BadValue, RootFields.With("program", writer => writer.WriteLengthPrefixed([0xFF])));
        yield return Root("no source", FormatError.BadValue, RootFields.WithText("source", ""));
        yield return Root("relative source", FormatError.BadValue, RootFields.WithText("source", "s/"));
        yield return Root("source with a zero byte", FormatError.BadValue, RootFields.WithText("source", "/\0"));
        yield return Root("source of 4,096 bytes", FormatError.TooLarge, RootFields.WithText("source", new string('/', 4096)));
        yield return Root(
            "entry with a name",
            FormatError.BadValue,
            RootFields.With("entry", writer => writer.WriteBytes(DirectoryFields("n").ToBytes())));
        yield return Root(
            "entry of another kind",
            FormatError.BadValue,
            RootFields.With("entry", writer => writer.WriteBytes(EntryFields.WithText("name", "").ToBytes())));
        yield return Root(
            "bytes after the entry",
            FormatError.TrailingBytes,
            RootFields.With("entry", writer => writer.WriteBytes([.. DirectoryFields("").ToBytes(), 0])));
    }

    private static FieldList DirectoryFields(string name) =>
        EntryFields.WithText("name", name).WithByte("kind", 2).With("content", writer =>
    {
        writer.WriteByte(0);
        writer.WriteChunkId(Chunk);
        writer.WriteByte(1);
    });

    private static FieldList File(ulong size, byte[] content) => FileFields.With("content", writer =>
    {
        writer.WriteVarint(size);
        writer.WriteBytes(content);
    });

    private static byte[] Leaf(FieldList entry) => [1, 1, .. entry.ToBytes()];

    private static byte[] Bytes(byte tag, ChunkId chunk) => Samples.Encode(writer =>
    {
        writer.WriteByte(tag);
        writer.WriteChunkId(chunk);
    });

    private static byte[] Hole(long length) => Samples.Encode(writer =>
    {
        writer.WriteByte(3);
        writer.WriteCount(length);
    });

    private static byte[] Child(string name, long entries) => Samples.Encode(writer =>
    {
        writer.WriteLengthPrefixed(Samples.Text(name));
        writer.WriteChunkId(Chunk);
        writer.WriteCount(entries);
    });

    private static FailureCase Entry(string name, FormatError error, FieldList entry)
    {
        byte[] node = Leaf(entry);
        return new FailureCase("entry: " + name, error, "directory leaf", -1, () => DirectoryLeaf.Decode(node));
    }

    private static FailureCase Leaf(string name, FormatError error, byte[] node) =>
        new("directory leaf: " + name, error, "directory leaf", -1, () => DirectoryLeaf.Decode(node));

    private static FailureCase Inner(string name, FormatError error, byte[] node) =>
        new("directory inner node: " + name, error, "directory inner node", -1, () => DirectoryInner.Decode(node));

    private static FailureCase Extents(string name, FormatError error, byte[] node) =>
        new("extent leaf: " + name, error, "extent leaf", -1, () => ExtentLeaf.Decode(node));

    private static FailureCase InnerExtents(string name, FormatError error, byte[] node) =>
        new("extent inner node: " + name, error, "extent inner node", -1, () => ExtentInner.Decode(node));

    private static FailureCase Root(string name, FormatError error, FieldList fields)
    {
        byte[] node = fields.ToBytes();
        return new FailureCase("backup root: " + name, error, "backup root", -1, () => BackupRoot.Decode(node));
    }
}
