using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows an index: its fixed parts, its segments, then page after page, then filter and fences.</summary>
internal static class IndexInspection
{
    private static readonly ReportTable Segments = new("segment", 0, new("number", 7), new("id", -32));

    private static readonly ReportTable Pages = new(
        "page", 0, new("number", 7), new("offset", 11), new("entries", 7), new("first", -32), new("last", -32), new("sum", -9));

    /// <summary>Shows the index.</summary>
    /// <returns>What is in it, in words.</returns>
    public static string Run(Inspection inspection)
    {
        using var scanner = new IndexScanner(inspection.Source, inspection.Findings.Add) { Domain = inspection.Domain };
        inspection.ShowHeader(scanner);
        inspection.ShowTrailer(scanner);
        scanner.ReadFooter();
        FooterRendering.Show(inspection, scanner, "index footer", StructureFields.IndexFooter, scanner.IsRootHashRight);
        ShowSegments(inspection.Report, scanner.Footer);
        while (scanner.TryReadPage(out var page))
        {
            var sum = page.IsIntact ? "ok" : scanner.IsReadable ? "WRONG" : "encrypted";
            inspection.Report.Row(
                Pages,
                page.Number,
                page.Offset,
                page.IsIntact ? page.EntryCount : "?",
                page.IsIntact ? page.First.ToString() : "?",
                page.IsIntact ? page.Last.ToString() : "?",
                sum);
            inspection.Findings.Show();
        }

        long blockCount = 0;
        while (scanner.TryReadBlock(out var block))
        {
            BlockRows.Show(inspection.Report, blockCount, block);
            blockCount++;
            inspection.Findings.Show();
        }

        inspection.Findings.Show();
        if (scanner.IsPagesHashRight == true)
        {
            inspection.Report.Note("pages_hash matches the pages, the filter and the fences");
        }

        var blocks = CountText.Of(blockCount, "block");
        return $"{CountText.Of(scanner.PageCount, "page")}, {CountText.Of(scanner.EntryCount, "entry", "entries")}, "
            + $"{blocks} of filter and fences";
    }

    private static void ShowSegments(IReport report, IndexFooter? footer)
    {
        if (footer is null)
        {
            return;
        }

        for (var i = 0; i < footer.Segments.Length; i++)
        {
            report.Row(Segments, i, footer.Segments[i].ToString());
        }
    }
}
