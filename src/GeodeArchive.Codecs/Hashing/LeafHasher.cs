using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GeodeArchive.Format;

namespace GeodeArchive.Codecs.Hashing;

/// <summary>
/// Hashes the leaves of a chunk several at once: the instructions for SHA-256 wait for each other most of the time, and a processor
/// that has none does four or eight in the lanes of its vectors. Format's <see cref="ChunkLeaves"/> says what the result is.
/// </summary>
public static unsafe class LeafHasher
{
    private const int LaneCount = 8;
    private const int BlockSize = 64;
    private const int StateWordCount = 8;

    // Two leaves of whole size are worth a call of lanes.
    private const int LanesUsedMin = 2;

    private static readonly uint[] Start =
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static readonly byte[] Padding = MakePadding();

    /// <summary>Whether leaves are hashed several at once here.</summary>
    public static bool HasLanes { get; } = FindLanes();

    /// <summary>Describes a chunk as <see cref="ChunkLeaves.Describe"/> does.</summary>
    /// <param name="content">The chunk.</param>
    /// <param name="described"><see cref="ChunkLeaves.DescribedSize"/> bytes.</param>
    public static void Describe(ReadOnlySpan<byte> content, Span<byte> described)
    {
        var done = HasLanes ? HashWhole(content, described) : 0;
        ChunkLeaves.HashFrom(done, content, described);
        ChunkLeaves.WriteLength(content.Length, described);
    }

    /// <summary>Hashes leaves of whole size, and returns how many.</summary>
    private static int HashWhole(ReadOnlySpan<byte> content, Span<byte> hashes)
    {
        var count = content.Length / ChunkLeaves.Size;
        var done = 0;
        while (count - done >= LanesUsedMin)
        {
            var used = Math.Min(LaneCount, count - done);
            HashLanes(content.Slice(done * ChunkLeaves.Size, used * ChunkLeaves.Size), hashes[(done * ChunkLeaves.HashSize)..], used);
            done += used;
        }

        return done;
    }

    [SkipLocalsInit]
    private static void HashLanes(ReadOnlySpan<byte> leaves, Span<byte> hashes, int count)
    {
        var states = stackalloc uint[StateWordCount * LaneCount];
        var lanes = stackalloc HashDescriptor[LaneCount];
        for (var word = 0; word < StateWordCount; word++)
        {
            new Span<uint>(states + (word * LaneCount), LaneCount).Fill(Start[word]);
        }

        var groups = count <= LaneCount / 2 ? 1 : 2;
        fixed (byte* bytes = leaves, padding = Padding)
        {
            for (var lane = 0; lane < LaneCount; lane++)
            {
                lanes[lane] = lane < count
                    ? new HashDescriptor { Bytes = bytes + (lane * ChunkLeaves.Size), BlockCount = ChunkLeaves.Size / BlockSize }
                    : new HashDescriptor { Bytes = padding };
            }

            LibCrypto.sha256_multi_block(states, lanes, groups);

            // All leaves of whole size end with the same block.
            for (var lane = 0; lane < count; lane++)
            {
                lanes[lane] = new HashDescriptor { Bytes = padding, BlockCount = 1 };
            }

            LibCrypto.sha256_multi_block(states, lanes, groups);
        }

        for (var lane = 0; lane < count; lane++)
        {
            for (var word = 0; word < StateWordCount; word++)
            {
                BinaryPrimitives.WriteUInt32BigEndian(
                    hashes[((lane * ChunkLeaves.HashSize) + (word * sizeof(uint)))..], states[(word * LaneCount) + lane]);
            }
        }
    }

    /// <summary>
    /// The routine is not part of what OpenSSL promises, so it is asked for a known answer first. Under the JIT it is not there.
    /// </summary>
    private static bool FindLanes()
    {
        if (RuntimeFeature.IsDynamicCodeSupported || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return false;
        }

        LibCrypto.OPENSSL_cpuid_setup();
        var leaves = new byte[LaneCount * ChunkLeaves.Size];
        for (var i = 0; i < leaves.Length; i++)
        {
            leaves[i] = (byte)(i * 167 >> (i % 5));
        }

        var expected = new byte[LaneCount * ChunkLeaves.HashSize];
        var found = new byte[expected.Length];
        ChunkLeaves.HashFrom(0, leaves, expected);
        for (var count = LanesUsedMin; count <= LaneCount; count++)
        {
            HashLanes(leaves.AsSpan(0, count * ChunkLeaves.Size), found, count);
            if (!found.AsSpan(0, count * ChunkLeaves.HashSize).SequenceEqual(expected.AsSpan(0, count * ChunkLeaves.HashSize)))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] MakePadding()
    {
        var padding = new byte[BlockSize];
        padding[0] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padding.AsSpan(BlockSize - sizeof(ulong)), (ulong)ChunkLeaves.Size * 8);
        return padding;
    }
}
