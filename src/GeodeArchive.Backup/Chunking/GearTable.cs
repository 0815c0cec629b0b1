using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace GeodeArchive.Backup.Chunking;

/// <summary>
/// The 256 random words of the Gear hash, one for each value of a byte, derived from the key of the repository (format-spec/chunking.md).
/// </summary>
public sealed class GearTable
{
    /// <summary>One entry for each value of a byte.</summary>
    public const int Count = 256;

    private const int EntriesPerHash = HMACSHA256.HashSizeInBytes / sizeof(ulong);

    private readonly ulong[] _entries = new ulong[Count];

    /// <summary>Derives the table.</summary>
    /// <param name="key">The chunker's key.</param>
    public GearTable(ReadOnlySpan<byte> key)
    {
        Span<byte> label = [.. "geode-gear"u8, 0];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (int j = 0; j < Count / EntriesPerHash; j++)
        {
            label[^1] = (byte)j;
            HMACSHA256.HashData(key, label, hash);
            for (int k = 0; k < EntriesPerHash; k++)
            {
                _entries[(j * EntriesPerHash) + k] = BinaryPrimitives.ReadUInt64LittleEndian(hash[(k * sizeof(ulong))..]);
            }
        }
    }

    /// <summary>The entry of a byte.</summary>
    public ulong this[byte value] => _entries[value];

    /// <summary>The first of <see cref="Count"/> entries in a row, for loops that cannot afford to check an index of type byte.</summary>
    internal ref ulong GetReference()
    {
        return ref MemoryMarshal.GetArrayDataReference(_entries);
    }
}
