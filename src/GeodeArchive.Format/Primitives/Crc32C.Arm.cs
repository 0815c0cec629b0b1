using System.Buffers.Binary;
using System.Runtime.Intrinsics.Arm;

namespace GeodeArchive.Format;

/// <content>The kernel for Arm: the crc32c instructions.</content>
public static partial class Crc32C
{
    private static bool IsArmSupported => Crc32.Arm64.IsSupported;

    private static uint AppendArm(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint state = ~crc;
        while (bytes.Length >= sizeof(ulong))
        {
            state = Crc32.Arm64.ComputeCrc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte b in bytes)
        {
            state = Crc32.ComputeCrc32C(state, b);
        }

        return ~state;
    }
}
