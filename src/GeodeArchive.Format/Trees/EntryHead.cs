using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>The fields that every entry has, read before those of its kind.</summary>
internal readonly record struct EntryHead
{
    public required byte[] Name { get; init; }

    public required EntryKind Kind { get; init; }

    public required uint Mode { get; init; }

    public required uint UserId { get; init; }

    public required uint GroupId { get; init; }

    public required long ModifiedSeconds { get; init; }

    public required int ModifiedNanoseconds { get; init; }

    public required long ChangedSeconds { get; init; }

    public required int ChangedNanoseconds { get; init; }

    public required ulong Inode { get; init; }

    public required ulong Device { get; init; }

    public required long LinkCount { get; init; }

    public required EntryFlags Flags { get; init; }

    public required ImmutableArray<TreeAttribute> Attributes { get; init; }

    public static EntryHead Read(ref FormatReader reader) => new()
    {
        Name = reader.ReadLengthPrefixed(Limits.FileNameSizeMax, 0, "name").ToArray(),
        Kind = (EntryKind)reader.ReadByte(),
        Mode = (uint)reader.ReadRange("mode", 0, TreeEntryCodec.ModeMax),
        UserId = (uint)reader.ReadRange("user_id", 0, uint.MaxValue),
        GroupId = (uint)reader.ReadRange("group_id", 0, uint.MaxValue),
        ModifiedSeconds = reader.ReadZigzag(),
        ModifiedNanoseconds = (int)reader.ReadRange("nanoseconds", 0, TreeEntryCodec.NanosecondsMax),
        ChangedSeconds = reader.ReadZigzag(),
        ChangedNanoseconds = (int)reader.ReadRange("nanoseconds", 0, TreeEntryCodec.NanosecondsMax),
        Inode = reader.ReadVarint(),
        Device = reader.ReadVarint(),
        LinkCount = reader.ReadCount("link_count", 1),
        Flags = (EntryFlags)reader.ReadByte(),
        Attributes = TreeEntryCodec.ReadAttributes(ref reader),
    };

    public TreeEntry ToEntry(long size, FileContent? content, DirectoryContent? directory, byte[] target, uint major, uint minor) => new()
    {
        Name = Name,
        Kind = Kind,
        Mode = Mode,
        UserId = UserId,
        GroupId = GroupId,
        ModifiedSeconds = ModifiedSeconds,
        ModifiedNanoseconds = ModifiedNanoseconds,
        ChangedSeconds = ChangedSeconds,
        ChangedNanoseconds = ChangedNanoseconds,
        Inode = Inode,
        Device = Device,
        LinkCount = LinkCount,
        Flags = Flags,
        Attributes = Attributes,
        Size = size,
        Content = content,
        Directory = directory,
        LinkTarget = target,
        DeviceMajor = major,
        DeviceMinor = minor,
    };
}
