using System.Collections.Immutable;
using System.Text;

namespace GeodeArchive.Format;

/// <summary>
/// An entry of a directory: a file's name and metadata, and where its content is. See format-spec/tree.md. Immutable; equal if it encodes
/// to the same bytes.
/// </summary>
public sealed record TreeEntry
{
    /// <summary>1 to 255 bytes; empty in a backup root.</summary>
    public required ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Permission bits, at most octal 7777.</summary>
    public required uint Mode { get; init; }

    /// <summary>Owner.</summary>
    public uint UserId { get; init; }

    /// <summary>Group.</summary>
    public uint GroupId { get; init; }

    /// <summary>Time of the last change of content, in seconds since 1970-01-01 UTC.</summary>
    public long ModifiedSeconds { get; init; }

    /// <summary>Its nanoseconds.</summary>
    public int ModifiedNanoseconds { get; init; }

    /// <summary>Time of the last change of metadata, when it was read, in seconds since 1970-01-01 UTC.</summary>
    public long ChangedSeconds { get; init; }

    /// <summary>Its nanoseconds.</summary>
    public int ChangedNanoseconds { get; init; }

    /// <summary>Which file it was, on its device.</summary>
    public ulong Inode { get; init; }

    /// <summary>The device that it was on.</summary>
    public ulong Device { get; init; }

    /// <summary>Names that it had; at least 1.</summary>
    public long LinkCount { get; init; } = 1;

    /// <summary>What went wrong with it.</summary>
    public EntryFlags Flags { get; init; }

    /// <summary>Extended attributes, ascending by name.</summary>
    public ImmutableArray<TreeAttribute> Attributes { get; init; } = [];

    /// <summary>Bytes of a file; 0 for anything else.</summary>
    public long Size { get; init; }

    /// <summary>The content of a file; null for anything else.</summary>
    public FileContent? Content { get; init; }

    /// <summary>The entries of a directory; null for anything else.</summary>
    public DirectoryContent? Directory { get; init; }

    /// <summary>The target of a symbolic link, 1 to 4,095 bytes; empty for anything else.</summary>
    public ReadOnlyMemory<byte> LinkTarget { get; init; }

    /// <summary>Major number of a device; 0 for anything else.</summary>
    public uint DeviceMajor { get; init; }

    /// <summary>Minor number of a device; 0 for anything else.</summary>
    public uint DeviceMinor { get; init; }

    /// <summary>Whether it is a character or block device.</summary>
    public bool IsDevice => Kind is EntryKind.CharacterDevice or EntryKind.BlockDevice;

    /// <inheritdoc/>
    public bool Equals(TreeEntry? other) =>
        other is not null
        && Name.Span.SequenceEqual(other.Name.Span)
        && Kind == other.Kind
        && (Mode, UserId, GroupId) == (other.Mode, other.UserId, other.GroupId)
        && (Inode, Device, LinkCount, Flags) == (other.Inode, other.Device, other.LinkCount, other.Flags)
        && (ModifiedSeconds, ModifiedNanoseconds) == (other.ModifiedSeconds, other.ModifiedNanoseconds)
        && (ChangedSeconds, ChangedNanoseconds) == (other.ChangedSeconds, other.ChangedNanoseconds)
        && Attributes.AsSpan().SequenceEqual(other.Attributes.AsSpan())
        && Size == other.Size
        && EqualityComparer<FileContent>.Default.Equals(Content, other.Content)
        && EqualityComparer<DirectoryContent>.Default.Equals(Directory, other.Directory)
        && LinkTarget.Span.SequenceEqual(other.LinkTarget.Span)
        && (DeviceMajor, DeviceMinor) == (other.DeviceMajor, other.DeviceMinor);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Mode, ModifiedSeconds, ModifiedNanoseconds, Inode, Size);

    /// <summary>The name for people.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Name.Span);

    /// <summary>The checks that both encoder and decoder make.</summary>
    internal void Validate(bool isRoot, Place place)
    {
        if (isRoot)
        {
            place.Require(Name.IsEmpty, FormatError.BadValue, "the source has a name");
            place.Require(Kind == EntryKind.Directory, FormatError.BadValue, "the source is not a directory");
        }
        else
        {
            EntryName.Validate(Name.Span, place);
        }

        place.Require(Kind is >= EntryKind.File and <= EntryKind.BlockDevice, FormatError.BadValue, "kind is unknown");
        place.RequireRange(Mode, 0, TreeEntryCodec.ModeMax, "mode");
        place.RequireRange(ModifiedNanoseconds, 0, TreeEntryCodec.NanosecondsMax, "nanoseconds");
        place.RequireRange(ChangedNanoseconds, 0, TreeEntryCodec.NanosecondsMax, "nanoseconds");
        place.RequireRange(LinkCount, 1, long.MaxValue, "link_count");
        place.Require((Flags & ~(EntryFlags.Changed | EntryFlags.Unreadable)) == 0, FormatError.BadValue, "flags are unknown");
        ValidateAttributes(place);
        ValidateContent(place);
    }

    private void ValidateAttributes(Place place)
    {
        place.Require(!Attributes.IsDefault, FormatError.BadValue, "attributes are missing");
        ReadOnlySpan<byte> previous = [];
        foreach (TreeAttribute attribute in Attributes)
        {
            ReadOnlySpan<byte> name = attribute.Name.Span;
            place.RequireAtMost(name.Length, Limits.AttributeNameSizeMax, "name of an attribute");
            place.Require(!name.IsEmpty, FormatError.BadValue, "name of an attribute is empty");
            place.RequireAtMost(attribute.Value.Length, Limits.AttributeValueSizeMax, "value of an attribute");
            place.Require(previous.SequenceCompareTo(name) < 0, FormatError.BadOrder, "attributes do not ascend");
            previous = name;
        }
    }

    private void ValidateContent(Place place)
    {
        bool isFile = Kind == EntryKind.File;
        place.Require(
            Content is not null == isFile && (isFile || Size == 0),
            FormatError.BadValue,
            "content of what is not a file, or a file without");
        place.Require(
            Directory is not null == (Kind == EntryKind.Directory),
            FormatError.BadValue,
            "entries of what is not a directory, or a directory without");
        place.Require(
            !LinkTarget.IsEmpty == (Kind == EntryKind.SymbolicLink),
            FormatError.BadValue,
            "target of what is not a link, or a link without");
        place.Require(IsDevice || (DeviceMajor | DeviceMinor) == 0, FormatError.BadValue, "device numbers of what is not a device");
        place.RequireAtMost(LinkTarget.Length, Limits.LinkTargetSizeMax, "target");
        place.Require(!LinkTarget.Span.Contains((byte)0), FormatError.BadValue, "a zero byte in a target");
        Directory?.Root.Validate(place);
        place.RequireRange(Directory?.EntryCount ?? 0, 0, long.MaxValue, "entry_count");
        if (Content is not null)
        {
            ValidateFile(Content, place);
        }
    }

    private void ValidateFile(FileContent content, Place place)
    {
        place.RequireRange(Size, 0, long.MaxValue, "size");
        place.RequireRange(content.Extents.Length, 0, Limits.InlineExtentCountMax, "extent_count");
        content.Root?.Validate(place);
        if ((Flags & EntryFlags.Unreadable) != 0)
        {
            place.Require(
                content.Root is null && content.Extents.IsEmpty, FormatError.BadValue, "content of a file that could not be read");
            return;
        }

        if (content.Root is not null)
        {
            place.Require(Size != 0, FormatError.BadValue, "extents of an empty file");
            return;
        }

        long size = 0;
        foreach (ref readonly Extent extent in content.Extents.AsSpan())
        {
            size = Extent.Add(size, extent.Length, place);
        }

        place.RequireRange(Size, size, size, "size, which is not the sum of the extents,");
    }
}
