using System.Buffers;
using System.Runtime.InteropServices;
using GeodeArchive.Io.Files;
using Microsoft.Win32.SafeHandles;

namespace GeodeArchive.Io.Linux;

/// <summary>Lists an open directory with getdents64(2).</summary>
internal static unsafe class DirectoryListing
{
    private const int BufferSize = 64 * 1024;

    // Offsets in struct linux_dirent64.
    private const int LengthOffset = 16;
    private const int KindOffset = 18;
    private const int NameOffset = 19;

    /// <summary>Reads the listing from its start; null when the kernel refuses, see <see cref="Errno.Last"/>.</summary>
    internal static List<DirectoryEntry>? Read(SafeFileHandle directory)
    {
        if (Libc.lseek(directory, 0, Libc.SEEK_SET) < 0)
        {
            return null;
        }

        var entries = new List<DirectoryEntry>();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            fixed (byte* start = buffer)
            {
                while (true)
                {
                    var length = Libc.getdents64(directory, start, BufferSize);
                    if (Errno.IsInterrupted(length))
                    {
                        continue;
                    }

                    if (length <= 0)
                    {
                        return length < 0 ? null : entries;
                    }

                    Decode(buffer.AsSpan(0, (int)length), entries);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Adds what is in the kernel's records to <paramref name="entries"/>.</summary>
    internal static void Decode(ReadOnlySpan<byte> records, List<DirectoryEntry> entries)
    {
        while (!records.IsEmpty)
        {
            var length = MemoryMarshal.Read<ushort>(records[LengthOffset..]);
            var name = records[NameOffset..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                entries.Add(new DirectoryEntry(FileName.FromListing(name), ToKind(records[KindOffset])));
            }

            records = records[length..];
        }
    }

    private static FileKind ToKind(byte kind) => kind switch
    {
        1 => FileKind.Fifo,
        2 => FileKind.CharacterDevice,
        4 => FileKind.Directory,
        6 => FileKind.BlockDevice,
        8 => FileKind.Regular,
        10 => FileKind.SymbolicLink,
        12 => FileKind.Socket,
        _ => FileKind.Unknown,
    };
}
