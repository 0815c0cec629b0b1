using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GeodeArchive.Format;

/// <summary>
/// SHA-256 (FIPS 180-4) of four messages at once, one in each lane of a vector. For messages so short that a call of the library's takes
/// longer than the hashing; the library is the tests' oracle.
/// </summary>
internal static class Sha256Lanes
{
    /// <summary>Messages that are hashed at once.</summary>
    public const int Count = 4;

    /// <summary>Bytes of a block.</summary>
    public const int BlockSize = 64;

    /// <summary>The least bytes that padding takes: a one bit and the length.</summary>
    public const int PaddingSizeMin = 9;

    private const int RoundCount = 64;
    private const int WordCount = BlockSize / sizeof(uint);

    private static readonly uint[] Constants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static readonly uint[] Start =
    [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    /// <summary>Ends a message, so that it fills its blocks.</summary>
    /// <param name="blocks">Whole blocks: the message, then as many bytes as it takes to fill them.</param>
    /// <param name="length">Bytes of the message; at least <see cref="PaddingSizeMin"/> less than <paramref name="blocks"/> has.</param>
    public static void Pad(Span<byte> blocks, int length)
    {
        blocks[length..].Clear();
        blocks[length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(blocks[^sizeof(ulong)..], (ulong)length * 8);
    }

    /// <summary>Hashes four messages of as many blocks each.</summary>
    /// <param name="messages">The padded messages, one after the other.</param>
    /// <param name="hashes">The first 16 bytes of each message's hash, little-endian.</param>
    [SkipLocalsInit]
    public static void Hash(ReadOnlySpan<byte> messages, Span<UInt128> hashes)
    {
        int size = messages.Length / Count;
        Span<Vector128<uint>> state = stackalloc Vector128<uint>[Start.Length];
        for (int i = 0; i < Start.Length; i++)
        {
            state[i] = Vector128.Create(Start[i]);
        }

        Span<Vector128<uint>> words = stackalloc Vector128<uint>[RoundCount];
        for (int block = 0; block < size; block += BlockSize)
        {
            for (int i = 0; i < WordCount; i++)
            {
                int at = block + (i * sizeof(uint));
                words[i] = Vector128.Create(
                    BinaryPrimitives.ReadUInt32BigEndian(messages[at..]),
                    BinaryPrimitives.ReadUInt32BigEndian(messages[(size + at)..]),
                    BinaryPrimitives.ReadUInt32BigEndian(messages[((2 * size) + at)..]),
                    BinaryPrimitives.ReadUInt32BigEndian(messages[((3 * size) + at)..]));
            }

            Compress(state, words);
        }

        Span<byte> hash = stackalloc byte[4 * sizeof(uint)];
        for (int lane = 0; lane < Count; lane++)
        {
            for (int i = 0; i < 4; i++)
            {
                BinaryPrimitives.WriteUInt32BigEndian(hash[(i * sizeof(uint))..], state[i][lane]);
            }

            hashes[lane] = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        }
    }

    private static void Compress(Span<Vector128<uint>> state, Span<Vector128<uint>> words)
    {
        for (int i = WordCount; i < RoundCount; i++)
        {
            Vector128<uint> early = words[i - 15];
            Vector128<uint> late = words[i - 2];
            words[i] = words[i - 16] + words[i - 7]
                + (RotateRight(early, 7) ^ RotateRight(early, 18) ^ (early >>> 3))
                + (RotateRight(late, 17) ^ RotateRight(late, 19) ^ (late >>> 10));
        }

        Vector128<uint> a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        ref uint constant = ref MemoryMarshal.GetArrayDataReference(Constants);
        for (int i = 0; i < RoundCount; i++)
        {
            Vector128<uint> first = h + (RotateRight(e, 6) ^ RotateRight(e, 11) ^ RotateRight(e, 25)) + (g ^ (e & (f ^ g)))
                + Vector128.Create(Unsafe.Add(ref constant, i)) + words[i];
            Vector128<uint> second = (RotateRight(a, 2) ^ RotateRight(a, 13) ^ RotateRight(a, 22)) + ((a & b) | (c & (a | b)));
            h = g;
            g = f;
            f = e;
            e = d + first;
            d = c;
            c = b;
            b = a;
            a = first + second;
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> RotateRight(Vector128<uint> value, [ConstantExpected] byte count) => Avx512F.VL.IsSupported
        ? Avx512F.VL.RotateRight(value, count)
        : (value >>> count) | (value << (32 - count));
}
