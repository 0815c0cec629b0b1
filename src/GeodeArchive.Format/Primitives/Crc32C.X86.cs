using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;

namespace GeodeArchive.Format;

/// <content>The kernel for x86-64: the crc32 instruction of SSE4.2.</content>
public static partial class Crc32C
{
    private static bool IsX86Supported => Sse42.X64.IsSupported;

    private static uint AppendX86(uint crc, ReadOnlySpan<byte> bytes)
    {
        ulong state = ~crc;
        while (bytes.Length >= sizeof(ulong))
        {
            state = Sse42.X64.Crc32(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        uint tail = (uint)state;
        foreach (byte b in bytes)
        {
            tail = Sse42.Crc32(tail, b);
        }

        return ~tail;
    }
}
