using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Trees;

/// <summary>Entries of the format from what the file system says, and back.</summary>
internal static class TreeEntries
{
    /// <summary>An entry with everything but its content.</summary>
    public static TreeEntry From(FileName name, FileMetadata metadata) => From(name.Bytes, metadata);

    /// <summary>The source directory's own entry, which has no name.</summary>
    public static TreeEntry Root(FileMetadata metadata) => From([], metadata);

    public static FileTime ModifiedTime(TreeEntry entry) => new(entry.ModifiedSeconds, entry.ModifiedNanoseconds);

    /// <summary>A time of our own, in nanoseconds since 1970, as that of a file.</summary>
    public static FileTime TimeOf(long nanoseconds)
    {
        const long PerSecond = 1_000_000_000;
        var rest = ((nanoseconds % PerSecond) + PerSecond) % PerSecond;
        return new FileTime((nanoseconds - rest) / PerSecond, (int)rest);
    }

    public static EntryKind KindOf(FileKind kind) => kind switch
    {
        FileKind.Regular => EntryKind.File,
        FileKind.Directory => EntryKind.Directory,
        FileKind.SymbolicLink => EntryKind.SymbolicLink,
        FileKind.Fifo => EntryKind.Fifo,
        FileKind.Socket => EntryKind.Socket,
        FileKind.CharacterDevice => EntryKind.CharacterDevice,
        FileKind.BlockDevice => EntryKind.BlockDevice,
        _ => throw new InvalidOperationException($"no entry for a file of kind {kind}"),
    };

    private static TreeEntry From(ReadOnlySpan<byte> name, FileMetadata metadata) => new()
    {
        Name = name.ToArray(),
        Kind = KindOf(metadata.Kind),
        Mode = (uint)metadata.Mode,
        UserId = (uint)metadata.UserId,
        GroupId = (uint)metadata.GroupId,
        ModifiedSeconds = metadata.Modified.Seconds,
        ModifiedNanoseconds = metadata.Modified.Nanoseconds,
        ChangedSeconds = metadata.Changed.Seconds,
        ChangedNanoseconds = metadata.Changed.Nanoseconds,
        Inode = metadata.Inode,
        Device = metadata.Device,
        LinkCount = Math.Max(metadata.LinkCount, 1),
        Size = metadata.Kind == FileKind.Regular ? metadata.Size : 0,
        DeviceMajor = (uint)(metadata.DeviceNumber >> 32),
        DeviceMinor = (uint)metadata.DeviceNumber,
    };
}
