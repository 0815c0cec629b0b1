using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows an export: its fixed parts, then its objects, each compared with its hash.</summary>
internal static class ExportInspection
{
    private static readonly ReportTable Objects = new(
        "object", 0, new("offset", 14), new("size", 14), new("sum", -6), new("key", -60));

    /// <summary>Shows the export.</summary>
    /// <returns>What is in it, in words.</returns>
    public static string Run(Inspection inspection)
    {
        using var scanner = new ExportScanner(inspection.Source, inspection.Findings.Add);
        inspection.ShowHeader(scanner);
        inspection.ShowTrailer(scanner);
        scanner.ReadDirectory();
        FooterRendering.Show(inspection, scanner, "export directory", [], scanner.IsRootHashRight);
        long count = 0;
        foreach (var (entry, offset, isRight) in scanner.ReadObjects())
        {
            inspection.Report.Row(Objects, offset, entry.Size, isRight ? "ok" : "WRONG", entry.Key);
            inspection.Findings.Show();
            count++;
        }

        inspection.Findings.Show();
        return CountText.Of(count, "object");
    }
}
