using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Inspects files one after the other, each as what it is.</summary>
internal sealed class FileInspection(Machine machine, IReport report, InspectOptions options, EncryptedDomains? domains)
{
    /// <summary>Inspects a file and says so in the report.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="FileException">It cannot be opened or read.</exception>
    /// <exception cref="RepositoryException">There is a key, and it does not open the file's archive.</exception>
    public int Run(string text)
    {
        var path = FilePath.From(text);
        using var file = Open(ref path);
        var source = new FileByteSource(file);
        var found = KindDetection.Detect(source, path);
        var kind = options.Kind ?? found;
        var name = NamedKind(kind, found) is { } known ? Names.Of(known) : "not a file of an archive, log or store";
        var domain = kind is InspectedKind.Segment or InspectedKind.Index or InspectedKind.Manifest ? domains?.DomainOf(path) : null;
        report.BeginFile(path.ToString(), name, source.Length);
        var findings = new Findings(report);
        var inspection = new Inspection(path.Name?.ToString() ?? string.Empty, source, report, findings, options, domain);
        var summary = Inspect(inspection, kind, new StoreFolder(machine.Files, path));
        report.EndFile(findings.Count, summary);
        return findings.Count > 0 ? ExitCodes.Damaged : findings.IsMissing ? ExitCodes.NotFound : ExitCodes.Intact;
    }

    /// <summary>Opens the file; for those who want a store's catalog, the one in a directory.</summary>
    private IFile Open(ref FilePath path)
    {
        try
        {
            return OpenedFile.Open(machine.Files, path);
        }
        catch (FileException error) when (
            error.Error == FileError.WrongKind && options.Kind is InspectedKind.StoreTree or InspectedKind.Superblocks)
        {
            path = StoreFolder.CatalogIn(path);
            return OpenedFile.Open(machine.Files, path);
        }
    }

    /// <summary>What is to be looked at in a file of a store is no kind of file.</summary>
    private static InspectedKind? NamedKind(InspectedKind? kind, InspectedKind? found) =>
        kind is InspectedKind.StorePage or InspectedKind.StoreTree or InspectedKind.Superblocks ? found ?? kind : kind;

    private static string Inspect(Inspection inspection, InspectedKind? kind, StoreFolder folder)
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
            case InspectedKind.Repository or InspectedKind.KeySlot or InspectedKind.LogArchive:
                return RepositoryInspection.Run(inspection, (ArchiveFileKind)kind.Value);
            case InspectedKind.Export:
                return ExportInspection.Run(inspection);
            case InspectedKind.Access:
                return AccessInspection.Run(inspection);
            case InspectedKind.LogSegment:
                return LogSegmentInspection.Run(inspection);
            case InspectedKind.Timeline:
                return TimelineInspection.Run(inspection);
            case InspectedKind.LogObject:
                return LogObjectInspection.Run(inspection);
            case InspectedKind.LogCovered:
                return CoveredInspection.Run(inspection);
            case InspectedKind.StoreFile:
                return StoreFileInspection.Run(inspection);
            case InspectedKind.StorePage:
                return StorePageInspection.Run(inspection);
            case InspectedKind.StoreTree:
                return StoreTreeInspection.Run(inspection, folder);
            case InspectedKind.Superblocks:
                return SuperblockInspection.Run(inspection);
            default:
                inspection.Findings.Add(new FailedCheck(
                    FormatError.BadMagic,
                    "file header",
                    0,
                    "neither header nor trailer nor blocks say that this is a file of an archive, log or store"));
                inspection.Findings.Show();
                return string.Empty;
        }
    }
}
