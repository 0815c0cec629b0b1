using System.Buffers.Binary;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>The structures of exports and of the access log.</summary>
public static class ExportTargets
{
    internal static IEnumerable<FuzzTarget> All => [Directory, Access];

    private static FuzzTarget Directory => new()
    {
        Name = "export-directory",
        Covers = [$"{nameof(ExportDirectory)}.{nameof(ExportDirectory.Decode)}"],
        MakeSamples = () => [SampleExports.Encode(SampleExports.Directory)],
        Run = input => RoundTrip.Check(input, SampleExports.Encode(ExportDirectory.Decode(input, SampleExports.Directory.End))),
    };

    private static FuzzTarget Access => new()
    {
        Name = "access-record",
        Covers = [$"{nameof(AccessRecord)}.{nameof(AccessRecord.Decode)}"],
        MakeSamples = () =>
        [
            SampleExports.Access.Encode(),
            (SampleExports.Access with { Backups = [], SudoUser = "eve", Outcome = AccessOutcome.Failed, ExitCode = 12 }).Encode(),
        ],
        Fields = StructureFields.AccessRecord,
        Repair = (input, _) =>
        {
            RepairAccess(input);
            return input;
        },
        Run = input => RoundTrip.Check(input, AccessRecord.Decode(input).Encode()),
    };

    /// <summary>The checksum of an access record: its last four bytes.</summary>
    public static void RepairAccess(Span<byte> input)
    {
        if (input.Length >= sizeof(uint))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(input[^sizeof(uint)..], Crc32C.Compute(input[..^sizeof(uint)]));
        }
    }
}
