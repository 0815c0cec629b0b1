using System.Text;
using System.Text.Json;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Running;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Inspect;
using GeodeArchive.Simulation;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>geode-inspect over damaged files of every kind, and over any command line.</summary>
internal static class InspectTargets
{
    private const string Name = "file";

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("segment", () => SampleArchives.Segments, ChecksumRepairOf(file => ChecksumRepair.Segment(file)), "--chunks", "--tree"),
        Of("index", () => SampleArchives.Indexes, ChecksumRepairOf(file => ChecksumRepair.Index(file))),
        Of(
            "manifest",
            () => [.. SampleArchives.Manifests, .. SampleManifests.Uncompressed],
            ChecksumRepairOf(file => ChecksumRepair.Manifest(file))),
        Of("backup", () => SampleArchives.BackupFiles, ChecksumRepairOf(file => ChecksumRepair.BackupFile(file))),
        Of("key-slot", () => SampleArchives.KeySlots, ChecksumRepairOf(file => ChecksumRepair.FileHeader(file))),
        Of("repository", () => SampleArchives.RepositoryFiles, ChecksumRepairOf(file => ChecksumRepair.FileHeader(file))),
        Of("export", () => [SampleExports.File], ChecksumRepairOf(file => ChecksumRepair.Manifest(file))),
        Of("access", () => [SampleExports.Access.Encode()], ChecksumRepairOf(file => ExportTargets.RepairAccess(file))),
        LogSegment,
        Of(
            "timeline",
            () => [SampleLogs.Encode(SampleLogs.FirstTimeline), SampleLogs.Encode(SampleLogs.SecondTimeline)],
            ChecksumRepairOf(file => LogRepair.Timeline(file))),
        .. InspectStoreTargets.All,
        Json,
        Arguments,
    ];

    /// <summary>A segment of a log, of which what follows the frames is not in the input: it is zeros up to the footer.</summary>
    private static FuzzTarget LogSegment => new()
    {
        Name = "inspect-wal",
        MakeSamples = () =>
            [LogTargets.WithFooter(SampleLogs.Write()), LogTargets.WithFooter(new SampleLogWriter(SampleLogs.SegmentHeader))],
        Fields =
        [
            .. StructureFields.LogSegmentHeader.MovedBy(LogTargets.FooterSize),
            .. StructureFields.LogFrameHeader.MovedBy(LogTargets.FooterSize + LogSegmentHeader.Size),
            .. StructureFields.LogFooterHeader,
        ],
        Repair = ChecksumRepairOf(input =>
        {
            LogRepair.Footer(input.AsSpan(0, Math.Min(input.Length, LogTargets.FooterSize)));
            LogRepair.Segment(input.AsSpan(Math.Min(input.Length, LogTargets.FooterSize)));
        }),
        IsRefusal = failure => failure is FuzzRefusalException,
        ExecutionsMin = 100,
        AllocationPerByteMax = 1024,
        Run = input => IsIntact(InspectRun.Of(Name, LogTargets.ToFile(input), "wal", "--records")),
    };

    /// <summary>Any file, found out what it is, as JSON: every line must be an object.</summary>
    private static FuzzTarget Json => new()
    {
        Name = "inspect-json",
        MakeSamples = () =>
            [SampleArchives.Segments[0], SampleArchives.Indexes[0], SampleManifests.Uncompressed[0], SampleArchives.BackupFiles[0]],
        Repair = ChecksumRepairOf(file => ChecksumRepair.Segment(file)),
        IsRefusal = failure => failure is FuzzRefusalException,
        ExecutionsMin = 200,
        AllocationPerByteMax = 1024,
        Run = input =>
        {
            var run = InspectRun.Of(Name, input, "--json", "--chunks", "--tree");
            foreach (var line in run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                using var document = JsonDocument.Parse(line);
                RoundTrip.Demand(
                    document.RootElement.GetProperty("item").GetString()!.Length > 0, "a line that does not say what it is about");
            }

            return IsIntact(run);
        },
    };

    /// <summary>Arguments, one a line.</summary>
    private static FuzzTarget Arguments => new()
    {
        Name = "inspect-arguments",
        MakeSamples = () => [.. new[] { "/files/file", "--json\nsegment\n/files/file", "--help", "-h", "--version",
                "--\n/files/file", "backup\n--tree\n/files/file" }
            .Select(Encoding.UTF8.GetBytes)],
        IsRefusal = _ => false,
        Run = input =>
        {
            var files = new Dictionary<string, byte[]> { [Name] = SampleArchives.BackupFiles[0] };
            var run = InspectRun.Of(files, Encoding.UTF8.GetString(input).Split('\n'));
            RoundTrip.Demand(
                run.ExitCode is ExitCodes.Intact or ExitCodes.Failed or ExitCodes.Usage or ExitCodes.Damaged or ExitCodes.NotFound,
                $"exit code {run.ExitCode}");
            RoundTrip.Demand(run.Output.Length + run.Error.Length > 0, "not a word");
            return run.ExitCode is ExitCodes.Intact or ExitCodes.Damaged;
        },
    };

    private static FuzzTarget Of(
        string kind, Func<IReadOnlyList<byte[]>> makeSamples, Func<byte[], SeededRandom, byte[]> repair, params string[] options) => new()
    {
        Name = $"inspect-{kind}",
        MakeSamples = makeSamples,
        Fields = StructureFields.FileHeader,
        Repair = repair,
        IsRefusal = failure => failure is FuzzRefusalException,
        ExecutionsMin = 200,

        // Text of many lines, twice: as it is written, and as it is compared here.
        AllocationPerByteMax = 1024,
        Run = input => IsIntact(InspectRun.Of(Name, input, [.. options, kind])),
    };

    private static Func<byte[], SeededRandom, byte[]> ChecksumRepairOf(Action<byte[]> repair) => (input, _) =>
    {
        repair(input);
        return input;
    };

    /// <summary>Damage or none, nothing else; and a reason whenever it says damage.</summary>
    internal static bool IsIntact(InspectRun run)
    {
        RoundTrip.Demand(run.ExitCode is ExitCodes.Intact or ExitCodes.Damaged, $"exit code {run.ExitCode}: {run.Error}");
        var hasFailure = run.Output.Contains("\n! ", StringComparison.Ordinal) || run.Output.Contains(
            "\"item\":\"failure\"", StringComparison.Ordinal);
        RoundTrip.Demand(hasFailure == (run.ExitCode == ExitCodes.Damaged), "exit code and failed checks do not fit");
        var control = run.Output.FirstOrDefault(letter => char.IsControl(letter) && letter != '\n');
        RoundTrip.Demand(control == 0, $"control character {(int)control} in the output");
        return run.ExitCode == ExitCodes.Intact
            ? true
            : throw new FuzzRefusalException(string.Join(' ', run.Output.Split('\n').Where(line => line.StartsWith('!')).Take(3)));
    }
}
