using System.Numerics;

namespace GeodeArchive.Format;

/// <summary>
/// Padmé padding: a size is rounded up so that it keeps only about log2(log2(size)) significant bits, at a cost of at most 12 %.
/// Nikitin et al., Reducing Metadata Leakage from Encrypted Files and Communication with PURBs, PETS 2019, section 4.
/// </summary>
public static class Padme
{
    /// <summary>The padded size of <paramref name="size"/>, in bytes.</summary>
    public static int PaddedSize(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1 << 30);
        int exponent = BitOperations.Log2((uint)size);
        int significant = BitOperations.Log2((uint)exponent) + 1;
        int mask = (1 << (exponent - significant)) - 1;
        return (size + mask) & ~mask;
    }
}
