using System.Runtime.InteropServices;
using GeodeArchive.Io.Files;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux;

/// <summary>
/// Asks the kernel for metadata. The structure that statx(2) fills is the same on all architectures and is read by offset.
/// </summary>
internal static unsafe class Statx
{
    private const int Size = 256;
    private const uint BasicFields = 0x7ff;

    // Offsets in struct statx.
    private const int LinkCountOffset = 16;
    private const int UserIdOffset = 20;
    private const int GroupIdOffset = 24;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int SizeOffset = 40;
    private const int BlocksOffset = 48;
    private const int ChangedOffset = 96;
    private const int ModifiedOffset = 112;
    private const int DeviceNumberOffset = 128;
    private const int DeviceOffset = 136;

    private const int TimeNanosecondsOffset = 8;
    private const int MinorOffset = 4;
    private const int BlockSize = 512;

    private const int KindMask = 0xf000;
    private const int PermissionMask = 0xfff;

    /// <summary>Metadata of an open file or directory.</summary>
    internal static bool TryGet(SafeFileHandle file, out FileMetadata metadata)
    {
        byte empty = 0;
        return TryGet(file, &empty, Libc.AT_EMPTY_PATH, out metadata);
    }

    /// <summary>Metadata of a name in an open directory, of a link itself.</summary>
    internal static bool TryGet(SafeFileHandle directory, FileName name, out FileMetadata metadata)
    {
        fixed (byte* nativeName = name.Terminated)
        {
            return TryGet(directory, nativeName, Libc.AT_SYMLINK_NOFOLLOW | Libc.AT_NO_AUTOMOUNT, out metadata);
        }
    }

    private static bool TryGet(SafeFileHandle directory, byte* name, int flags, out FileMetadata metadata)
    {
        var buffer = stackalloc byte[Size];
        int result;
        do
        {
            result = Libc.statx(directory, name, flags, BasicFields, buffer);
        }
        while (Errno.IsInterrupted(result));

        metadata = result < 0 ? default : Decode(new ReadOnlySpan<byte>(buffer, Size));
        return result >= 0;
    }

    private static FileMetadata Decode(ReadOnlySpan<byte> fields)
    {
        var mode = MemoryMarshal.Read<ushort>(fields[ModeOffset..]);
        return new FileMetadata
        {
            Kind = ToKind(mode & KindMask),
            Mode = mode & PermissionMask,
            UserId = MemoryMarshal.Read<uint>(fields[UserIdOffset..]),
            GroupId = MemoryMarshal.Read<uint>(fields[GroupIdOffset..]),
            Size = MemoryMarshal.Read<long>(fields[SizeOffset..]),
            AllocatedSize = MemoryMarshal.Read<long>(fields[BlocksOffset..]) * BlockSize,
            Modified = ReadTime(fields[ModifiedOffset..]),
            Changed = ReadTime(fields[ChangedOffset..]),
            Inode = MemoryMarshal.Read<ulong>(fields[InodeOffset..]),
            Device = ReadDevice(fields[DeviceOffset..]),
            LinkCount = MemoryMarshal.Read<uint>(fields[LinkCountOffset..]),
            DeviceNumber = ReadDevice(fields[DeviceNumberOffset..]),
        };
    }

    private static FileTime ReadTime(ReadOnlySpan<byte> fields) =>
        new(MemoryMarshal.Read<long>(fields), MemoryMarshal.Read<int>(fields[TimeNanosecondsOffset..]));

    private static ulong ReadDevice(ReadOnlySpan<byte> fields) =>
        ((ulong)MemoryMarshal.Read<uint>(fields) << 32) | MemoryMarshal.Read<uint>(fields[MinorOffset..]);

    private static FileKind ToKind(int kindBits) => kindBits switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Directory,
        0xa000 => FileKind.SymbolicLink,
        0x1000 => FileKind.Fifo,
        0xc000 => FileKind.Socket,
        0x2000 => FileKind.CharacterDevice,
        0x6000 => FileKind.BlockDevice,
        _ => FileKind.Unknown,
    };
}
