namespace GeodeArchive.Format;

/// <summary>
/// CRC32C (Castagnoli): polynomial 0x1EDC6F41, reflected, initial value and final xor 0xFFFFFFFF; of "123456789" it is 0xE3069283.
/// Finds faults of media and transport; never decides identity.
/// </summary>
public static partial class Crc32C
{
    /// <summary>The sum of <paramref name="bytes"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>
    /// The sum of the bytes whose sum is <paramref name="crc"/>, followed by <paramref name="bytes"/>. The sum of nothing is 0.
    /// </summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        if (IsX86Supported)
        {
            return AppendX86(crc, bytes);
        }

        return IsArmSupported ? AppendArm(crc, bytes) : AppendScalar(crc, bytes);
    }

    /// <summary>The sum by a table, a byte at a time: what the other kernels are tested against.</summary>
    internal static uint AppendScalar(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint state = ~crc;
        foreach (byte b in bytes)
        {
            state = Table[(byte)(state ^ b)] ^ (state >> 8);
        }

        return ~state;
    }
}
