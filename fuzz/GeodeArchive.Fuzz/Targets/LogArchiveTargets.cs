using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>The structures of a WAL archive.</summary>
internal static class LogArchiveTargets
{
    public static IEnumerable<FuzzTarget> All => [ArchiveFile, Footer, Covered];

    private static FuzzTarget ArchiveFile => new()
    {
        Name = "log-archive-file",
        Covers = [$"{nameof(LogArchiveFile)}.{nameof(LogArchiveFile.Decode)}"],
        MakeSamples = () => [SampleLogObjects.ArchiveFile],
        Fields = [.. StructureFields.FileHeader, .. StructureFields.LogArchiveSection],
        Repair = (input, _) =>
        {
            ChecksumRepair.FileHeader(input);
            return input;
        },
        Run = input =>
        {
            var encoded = new byte[LogArchiveFile.Size];
            LogArchiveFile.Decode(input).Encode(encoded);
            return RoundTrip.Check(input, encoded);
        },
    };

    private static FuzzTarget Footer => new()
    {
        Name = "log-object-footer",
        Covers = [$"{nameof(LogObjectFooter)}.{nameof(LogObjectFooter.Decode)}"],
        MakeSamples = () => SampleLogObjects.Footers,
        Fields =
        [
            .. StructureFields.LogObjectFooter,
            .. StructureFields.LogObjectBlock.MovedBy(TablesOffset),
            .. StructureFields.LogObjectEntry.MovedBy(TablesOffset + (2 * LogObjectBlock.Size)),
            .. StructureFields.LogGroupEntry.MovedBy(TablesOffset + (2 * LogObjectBlock.Size) + LogObjectEntry.Size),
        ],
        Run = input =>
        {
            var footer = LogObjectFooter.Decode(input, -1);
            RoundTrip.Demand(footer.EndOfBlocks > FileHeader.Size && footer.Object.PlainSize > 0, "a footer of nothing");
            var writer = new FormatWriter();
            footer.Encode(writer);
            return RoundTrip.Check(input, writer.WrittenSpan.ToArray());
        },
    };

    private static FuzzTarget Covered => new()
    {
        Name = "log-covered",
        Covers = [$"{nameof(LogCovered)}.{nameof(LogCovered.Decode)}"],
        MakeSamples = () =>
        [
            SampleLogObjects.Encode(SampleLogObjects.Covered),
            SampleLogObjects.Encode(SampleLogObjects.Covered with { Time = 0 }),
        ],
        Fields = StructureFields.LogCovered,
        Repair = (input, _) =>
        {
            LogRepair.Covered(input);
            return input;
        },
        Run = input => RoundTrip.Check(input, SampleLogObjects.Encode(LogCovered.Decode(input))),
    };

    private static int TablesOffset => StructureFields.LogObjectFooter[^1].Offset + StructureFields.LogObjectFooter[^1].Size;
}
