using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GeodeArchive.Io.Buffers;

/// <summary>The alignment rule of <see cref="Files.FileOpening.Direct"/>.</summary>
public static unsafe class DirectAlignment
{
    /// <summary>Offsets, lengths and memory addresses are multiples of this many bytes.</summary>
    public const int Bytes = 4096;

    /// <summary>Refuses what a direct read or write cannot take, on every file system alike.</summary>
    /// <param name="memory">Memory to be read into or written from; pinned or native.</param>
    /// <param name="offset">Offset in the file.</param>
    /// <exception cref="ArgumentException">One of the three is not a multiple of <see cref="Bytes"/>.</exception>
    public static void Check(ReadOnlySpan<byte> memory, long offset)
    {
        var address = (ulong)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
        if (offset % Bytes != 0 || memory.Length % Bytes != 0 || address % Bytes != 0)
        {
            throw new ArgumentException(
                $"A direct read or write needs offset, length and memory aligned to {Bytes}: "
                + $"offset {offset}, length {memory.Length}, address 0x{address:x}.");
        }
    }

    /// <summary><paramref name="length"/> rounded up to a multiple of <see cref="Bytes"/>.</summary>
    public static long RoundUp(long length) => checked(length + Bytes - 1) / Bytes * Bytes;
}
