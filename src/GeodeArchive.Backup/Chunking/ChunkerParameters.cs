using System.Numerics;
using System.Security.Cryptography;

namespace GeodeArchive.Backup.Chunking;

/// <summary>
/// How byte streams are cut: what the repository file says about it (format-spec/repository.md). All backups of one domain use the same,
/// or nothing would be found twice.
/// </summary>
public sealed record ChunkerParameters
{
    /// <summary>Size of <see cref="Key"/> in bytes.</summary>
    public const int KeySize = 32;

    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;
    private const int GiB = 1024 * MiB;

    private readonly byte[] _key;

    /// <summary>Makes valid parameters. Sizes are in bytes.</summary>
    /// <param name="sizeMin">4 KiB to 1 MiB.</param>
    /// <param name="sizeAverage">A power of two, at least twice <paramref name="sizeMin"/>.</param>
    /// <param name="sizeMax">At least twice <paramref name="sizeAverage"/>, at most 8 MiB.</param>
    /// <param name="partSize">A multiple of 1 MiB, 1 MiB to 1 GiB.</param>
    /// <param name="key"><see cref="KeySize"/> bytes, which are copied.</param>
    /// <exception cref="ArgumentException">One of them is outside its range.</exception>
    public ChunkerParameters(int sizeMin, int sizeAverage, int sizeMax, long partSize, ReadOnlySpan<byte> key)
    {
        Require(sizeMin is >= 4 * KiB and <= 1 * MiB, nameof(sizeMin), "must be 4 KiB to 1 MiB");
        Require(sizeMax is >= 0 and <= 8 * MiB, nameof(sizeMax), "must be at most 8 MiB");
        Require(BitOperations.IsPow2(sizeAverage), nameof(sizeAverage), "must be a power of two");
        Require(sizeAverage / 2 >= sizeMin, nameof(sizeAverage), "must be at least twice the smallest size");
        Require(sizeMax / 2 >= sizeAverage, nameof(sizeMax), "must be at least twice the average size");
        Require(partSize is >= 1 * MiB and <= 1 * GiB && partSize % MiB == 0, nameof(partSize), "must be whole MiB, from 1 MiB to 1 GiB");
        Require(key.Length == KeySize, nameof(key), "must be 32 bytes");
        SizeMin = sizeMin;
        SizeAverage = sizeAverage;
        SizeMax = sizeMax;
        PartSize = partSize;
        _key = key.ToArray();
    }

    /// <summary>No chunk is smaller, but for the last one of a part.</summary>
    public int SizeMin { get; }

    /// <summary>Where the test for a boundary becomes easier. Chunks of random data are a fifth larger, with the usual sizes.</summary>
    public int SizeAverage { get; }

    /// <summary>No chunk is larger.</summary>
    public int SizeMax { get; }

    /// <summary>Every part of this size of a file is cut on its own: the parts of a large file can be cut at the same time.</summary>
    public long PartSize { get; }

    /// <summary>Decides where the cuts fall: who does not know it cannot tell from the sizes of chunks what is stored.</summary>
    public ReadOnlySpan<byte> Key => _key;

    /// <summary>The sizes that a new repository gets, with a key.</summary>
    /// <param name="key"><see cref="KeySize"/> bytes, which are copied.</param>
    public static ChunkerParameters WithUsualSizes(ReadOnlySpan<byte> key)
    {
        return new ChunkerParameters(32 * KiB, 128 * KiB, 512 * KiB, 64 * MiB, key);
    }

    /// <summary>True if both cut alike.</summary>
    public bool Equals(ChunkerParameters? other)
    {
        return other is not null
            && SizeMin == other.SizeMin && SizeAverage == other.SizeAverage && SizeMax == other.SizeMax && PartSize == other.PartSize
            && CryptographicOperations.FixedTimeEquals(_key, other._key);
    }

    /// <summary>Without the key, which is kept out of everything that may be printed.</summary>
    public override int GetHashCode()
    {
        return HashCode.Combine(SizeMin, SizeAverage, SizeMax, PartSize);
    }

    /// <summary>The sizes; not the key, so that it stays out of logs.</summary>
    public override string ToString()
    {
        return $"gear {SizeMin}..{SizeAverage}..{SizeMax} in parts of {PartSize}";
    }

    private static void Require(bool isMet, string name, string rule)
    {
        if (!isMet)
        {
            throw new ArgumentException($"The chunker's {name} {rule}.", name);
        }
    }
}
