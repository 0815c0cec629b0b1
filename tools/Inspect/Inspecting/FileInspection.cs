using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Inspects files one after the other, each as what it is.</summary>
internal sealed class FileInspection(Machine machine, IReport report, InspectOptions options)
{
    /// <summary>Inspects a file and says so in the report.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="FileException">It cannot be opened or read.</exception>
    public int Run(string text)
    {
        var path = FilePath.From(text);
        using var file = OpenedFile.Open(machine.Files, path);
        var source = new FileByteSource(file);
        var found = KindDetection.Detect(source, path);
        var kind = options.Kind ?? found;
        report.BeginFile(path.ToString(), kind is { } known ? Names.Of(known) : "not a file of an archive or log", source.Length);
        var findings = new Findings(report);
        var summary = Inspect(new Inspection(path.Name?.ToString() ?? string.Empty, source, report, findings, options), kind);
        report.EndFile(findings.Count, summary);
        return findings.Count == 0 ? ExitCodes.Intact : ExitCodes.Damaged;
    }

    private static string Inspect(Inspection inspection, InspectedKind? kind)
    {
        switch (kind)
        {
            case InspectedKind.Segment:
                return SegmentInspection.Run(inspection);
            case InspectedKind.Manifest:
                return ManifestInspection.Run(inspection);
            case InspectedKind.Index:
                return IndexInspection.Run(inspection);
            case InspectedKind.Backup:
                return BackupInspection.Run(inspection);
            case InspectedKind.Repository or InspectedKind.KeySlot:
                return RepositoryInspection.Run(inspection, (ArchiveFileKind)kind.Value);
            case InspectedKind.LogSegment:
                return LogSegmentInspection.Run(inspection);
            case InspectedKind.Timeline:
                return TimelineInspection.Run(inspection);
            default:
                inspection.Findings.Add(new FailedCheck(
                    FormatError.BadMagic,
                    "file header",
                    0,
                    "neither header nor trailer nor blocks say that this is a file of an archive or log"));
                inspection.Findings.Show();
                return string.Empty;
        }
    }
}
