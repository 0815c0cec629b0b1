using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>
/// Decoders with a planted bug, one for each way to fail. All of them read the same structure, behind a checksum: magic,
/// version, count, checksum. If the fuzzer does not find the bugs, it would not find real ones.
/// </summary>
internal static class CanaryTargets
{
    private const int Size = 16;
    private const int SumOffset = 12;
    private const int EntryCountMax = 5;
    private const ulong HugeCount = 1 << 20;
    private const long ExecutionsMin = 200_000;

    private static readonly TimeSpan HangMax = TimeSpan.FromMilliseconds(500);

    public static IEnumerable<FuzzTarget> All =>
    [
        // Reads the entry after the last one of a full table.
        Of("canary-crash", (input, count) =>
        {
            var entries = new byte[EntryCountMax];
            return count <= EntryCountMax && entries[count] == 0 && RoundTrip.Check(input, Encode(count));
        }),

        // Takes the count's word for how much memory it needs.
        Of("canary-memory", (input, count) => count < HugeCount || new byte[Math.Min(count * 64, (ulong)Array.MaxLength)].Length > 0),

        // Forgets the highest bit.
        Of("canary-round-trip", (input, count) => RoundTrip.Check(input, Encode(count & (ulong.MaxValue >> 1)))),

        // Does not get on when there is nothing to do. Long enough to be given up, and then over.
        Of("canary-hang", (input, count) =>
        {
            var start = Stopwatch.GetTimestamp();
            while (count == 0 && Stopwatch.GetElapsedTime(start) < 4 * HangMax)
            {
                Thread.Yield();
            }

            return true;
        }) with { TimeMax = HangMax },
    ];

    private static FuzzTarget Of(string name, Func<byte[], ulong, bool> decode) => new()
    {
        Name = name,
        IsCanary = true,
        ExecutionsMin = ExecutionsMin,
        MakeSamples = () => [Encode(1), Encode(3)],
        Repair = (input, _) =>
        {
            if (input.Length >= Size)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(input.AsSpan(SumOffset), Crc32C.Compute(input.AsSpan(0, SumOffset)));
            }

            return input;
        },
        Run = input =>
        {
            if (input.Length != Size || !input.AsSpan().StartsWith("CANA"u8))
            {
                Refuse(FormatError.BadMagic);
            }

            if (BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(SumOffset)) != Crc32C.Compute(input.AsSpan(0, SumOffset)))
            {
                Refuse(FormatError.BadChecksum);
            }

            return decode(input, BinaryPrimitives.ReadUInt64LittleEndian(input.AsSpan(4)));
        },
    };

    [DoesNotReturn]
    private static void Refuse(FormatError error) => ArchiveFormatException.Throw(error, "canary", 0, "not a canary");

    private static byte[] Encode(ulong count)
    {
        var bytes = new byte[Size];
        "CANA"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(4), count);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SumOffset), Crc32C.Compute(bytes.AsSpan(0, SumOffset)));
        return bytes;
    }
}
