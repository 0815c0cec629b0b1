using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GeodeArchive.Format;

/// <summary>
/// Entries of a directory, one by one: see format-spec/tree.md. A builder appends entries and puts their count before them later.
/// </summary>
public static class TreeEntryCodec
{
    internal const uint ModeMax = 0xFFF;
    internal const int NanosecondsMax = 999_999_999;

    /// <summary>The smallest entry: a FIFO with a name of one byte.</summary>
    internal const int EncodedSizeLeast = 15;

    private const string StructureName = "directory entry";
    private const byte InlineForm = 1;
    private const byte TreeForm = 2;

    // An attribute takes at least two lengths and a byte of name.
    private const int AttributeSizeLeast = 3;

    /// <summary>Appends an entry.</summary>
    /// <exception cref="ArgumentException">A field that a reader would refuse; nothing is written then.</exception>
    public static void Encode(FormatWriter writer, TreeEntry entry) => Encode(writer, entry, isRoot: false);

    /// <summary>Reads an entry. What it holds is copied.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid entry.</exception>
    public static TreeEntry Decode(ref FormatReader reader) => Decode(ref reader, isRoot: false);

    internal static void Encode(FormatWriter writer, TreeEntry entry, bool isRoot)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(entry);
        Place place = Place.Encoding(StructureName);
        entry.Validate(isRoot, place);
        writer.WriteLengthPrefixed(entry.Name.Span);
        writer.WriteByte((byte)entry.Kind);
        writer.WriteVarint(entry.Mode);
        writer.WriteVarint(entry.UserId);
        writer.WriteVarint(entry.GroupId);
        writer.WriteZigzag(entry.ModifiedSeconds);
        writer.WriteCount(entry.ModifiedNanoseconds);
        writer.WriteZigzag(entry.ChangedSeconds);
        writer.WriteCount(entry.ChangedNanoseconds);
        writer.WriteVarint(entry.Inode);
        writer.WriteVarint(entry.Device);
        writer.WriteCount(entry.LinkCount);
        writer.WriteByte((byte)entry.Flags);
        writer.WriteCount(entry.Attributes.Length);
        foreach (TreeAttribute attribute in entry.Attributes)
        {
            writer.WriteLengthPrefixed(attribute.Name.Span);
            writer.WriteLengthPrefixed(attribute.Value.Span);
        }

        WriteContent(writer, entry, place);
    }

    internal static TreeEntry Decode(ref FormatReader reader, bool isRoot)
    {
        EntryHead head = EntryHead.Read(ref reader);
        FileContent? content = null;
        DirectoryContent? directory = null;
        byte[] target = [];
        long size = 0;
        uint major = 0;
        uint minor = 0;
        switch (head.Kind)
        {
            case EntryKind.File:
                size = reader.ReadCount("size");
                content = ReadFile(ref reader);
                break;
            case EntryKind.Directory:
                NodeReference root = NodeReference.Read(ref reader);
                directory = new DirectoryContent(root, reader.ReadCount("entry_count"));
                break;
            case EntryKind.SymbolicLink:
                target = reader.ReadLengthPrefixed(Limits.LinkTargetSizeMax, 1, "target").ToArray();
                break;
            case EntryKind.CharacterDevice or EntryKind.BlockDevice:
                major = (uint)reader.ReadRange("major", 0, uint.MaxValue);
                minor = (uint)reader.ReadRange("minor", 0, uint.MaxValue);
                break;
        }

        TreeEntry entry = head.ToEntry(size, content, directory, target, major, minor);
        entry.Validate(isRoot, reader.Place);
        return entry;
    }

    internal static ImmutableArray<TreeAttribute> ReadAttributes(ref FormatReader reader)
    {
        long count = reader.ReadCount("attribute_count");
        if (count > reader.Remaining / AttributeSizeLeast)
        {
            reader.Fail(FormatError.Truncated, "attribute_count is beyond the node");
        }

        if (count == 0)
        {
            return [];
        }

        TreeAttribute[] attributes = new TreeAttribute[count];
        for (int i = 0; i < attributes.Length; i++)
        {
            byte[] name = reader.ReadLengthPrefixed(Limits.AttributeNameSizeMax, 1, "name of an attribute").ToArray();
            attributes[i] = new TreeAttribute(
                name, reader.ReadLengthPrefixed(Limits.AttributeValueSizeMax, 0, "value of an attribute").ToArray());
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(attributes);
    }

    private static void WriteContent(FormatWriter writer, TreeEntry entry, Place place)
    {
        switch (entry.Kind)
        {
            case EntryKind.File:
                writer.WriteCount(entry.Size);
                WriteFile(writer, entry.Content!, place);
                break;
            case EntryKind.Directory:
                entry.Directory!.Root.Write(writer);
                writer.WriteCount(entry.Directory.EntryCount);
                break;
            case EntryKind.SymbolicLink:
                writer.WriteLengthPrefixed(entry.LinkTarget.Span);
                break;
            case EntryKind.CharacterDevice or EntryKind.BlockDevice:
                writer.WriteVarint(entry.DeviceMajor);
                writer.WriteVarint(entry.DeviceMinor);
                break;
        }
    }

    private static void WriteFile(FormatWriter writer, FileContent content, Place place)
    {
        if (content.Root is { } root)
        {
            writer.WriteByte(TreeForm);
            root.Write(writer);
            return;
        }

        writer.WriteByte(InlineForm);
        writer.WriteCount(content.Extents.Length);
        foreach (ref readonly Extent extent in content.Extents.AsSpan())
        {
            extent.Write(writer, place);
        }
    }

    private static FileContent ReadFile(ref FormatReader reader)
    {
        byte form = reader.ReadByte();
        switch (form)
        {
            case InlineForm:
                int count = (int)reader.ReadRange("extent_count", 0, Limits.InlineExtentCountMax);
                return FileContent.Inline(ExtentLeaf.ReadExtents(ref reader, count));
            case TreeForm:
                return FileContent.Tree(NodeReference.Read(ref reader));
            default:
                reader.Fail(FormatError.BadValue, $"form {form} is unknown");
                return FileContent.Empty;
        }
    }
}
