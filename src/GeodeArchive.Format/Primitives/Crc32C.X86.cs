using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GeodeArchive.Format;

/// <content>
/// The kernel for x86-64. The crc32 instruction takes three cycles and can start each cycle, so three stretches of a buffer are summed
/// side by side, and their sums put together by carry-less multiplication. Gopal et al., Fast CRC Computation for iSCSI Polynomial Using
/// CRC32 Instruction, Intel 2011.
/// </content>
public static partial class Crc32C
{
    // A stretch, in bytes: long ones for blocks, shorter ones so that a page of 4 KiB and the ends of buffers gain too.
    private const int LongStretch = 8192;
    private const int MiddleStretch = 1024;
    private const int ShortStretch = 128;

    // x^(8 * stretch - 33) and x^(16 * stretch - 33) mod the polynomial, reflected: a sum times these, reduced by a crc32 (which
    // multiplies by x^32, and the reflection of the product by x), is the sum followed by one and by two stretches of zeros.
    private const uint LongOnce = 0x54A86326;
    private const uint LongTwice = 0x1DC403CC;
    private const uint MiddleOnce = 0x170076FA;
    private const uint MiddleTwice = 0xA51B6135;
    private const uint ShortOnce = 0x0D3B6092;
    private const uint ShortTwice = 0xB9E02B86;

    private static bool IsX86Supported => Sse42.X64.IsSupported && Pclmulqdq.IsSupported;

    private static uint AppendX86(uint crc, ReadOnlySpan<byte> bytes)
    {
        ref byte source = ref MemoryMarshal.GetReference(bytes);
        nuint offset = 0;
        nuint left = (nuint)bytes.Length;
        uint state = ~crc;
        state = AppendStretches(state, ref source, ref offset, ref left, LongStretch, LongOnce, LongTwice);
        state = AppendStretches(state, ref source, ref offset, ref left, MiddleStretch, MiddleOnce, MiddleTwice);
        state = AppendStretches(state, ref source, ref offset, ref left, ShortStretch, ShortOnce, ShortTwice);
        ulong wide = state;
        for (; left >= sizeof(ulong); left -= sizeof(ulong))
        {
            wide = Sse42.X64.Crc32(wide, Load(ref source, offset));
            offset += sizeof(ulong);
        }

        state = (uint)wide;
        for (; left > 0; left--)
        {
            state = Sse42.Crc32(state, Unsafe.Add(ref source, offset));
            offset++;
        }

        return ~state;
    }

    /// <summary>Sums as many times three stretches as there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint AppendStretches(uint state, ref byte source, ref nuint offset, ref nuint left, nuint stretch, uint once, uint twice)
    {
        while (left >= 3 * stretch)
        {
            ulong a = state;
            ulong b = 0;
            ulong c = 0;
            ref byte first = ref Unsafe.Add(ref source, offset);
            ref byte second = ref Unsafe.Add(ref first, stretch);
            ref byte third = ref Unsafe.Add(ref second, stretch);
            for (nuint i = 0; i < stretch; i += 4 * sizeof(ulong))
            {
                a = Sse42.X64.Crc32(a, Load(ref first, i));
                b = Sse42.X64.Crc32(b, Load(ref second, i));
                c = Sse42.X64.Crc32(c, Load(ref third, i));
                a = Sse42.X64.Crc32(a, Load(ref first, i + 8));
                b = Sse42.X64.Crc32(b, Load(ref second, i + 8));
                c = Sse42.X64.Crc32(c, Load(ref third, i + 8));
                a = Sse42.X64.Crc32(a, Load(ref first, i + 16));
                b = Sse42.X64.Crc32(b, Load(ref second, i + 16));
                c = Sse42.X64.Crc32(c, Load(ref third, i + 16));
                a = Sse42.X64.Crc32(a, Load(ref first, i + 24));
                b = Sse42.X64.Crc32(b, Load(ref second, i + 24));
                c = Sse42.X64.Crc32(c, Load(ref third, i + 24));
            }

            Vector128<ulong> shifted = Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(a), Vector128.CreateScalar((ulong)twice), 0)
                ^ Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(b), Vector128.CreateScalar((ulong)once), 0);
            state = (uint)Sse42.X64.Crc32(0, shifted.ToScalar()) ^ (uint)c;
            offset += 3 * stretch;
            left -= 3 * stretch;
        }

        return state;
    }

    /// <summary>Eight bytes; x86-64 is little-endian, as the sum takes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref byte source, nuint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, offset));
}
