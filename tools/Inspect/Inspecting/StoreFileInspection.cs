using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Scanning;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a file of a store as far as it goes alone: its header, and a catalog's superblocks.</summary>
internal static class StoreFileInspection
{
    private const int NameLength = 8;

    /// <summary>Shows the file.</summary>
    /// <returns>What it is, in words.</returns>
    public static string Run(Inspection inspection)
    {
        var pages = new StorePages(inspection.Source, inspection.Findings.Add);
        ShowHeader(inspection, pages);
        if (!IsCatalog(inspection, pages))
        {
            inspection.Report.Note("geode-inspect tree walks the graph's tree; what page of the file is its root says the catalog");
            return $"{CountText.Of(pages.Count, "page")} of graph {pages.Header?.GraphId.Value.ToString() ?? "?"}";
        }

        return $"{CountText.Of(pages.Count, "page")} of the catalog; {SuperblockInspection.Show(inspection, pages)}";
    }

    /// <summary>Shows the header, and compares it with the name of the file.</summary>
    public static void ShowHeader(Inspection inspection, StorePages pages)
    {
        inspection.Structures.ShowOfStore("store file header", "at 0", StructureFields.StoreFileHeader, pages.HeaderBytes.Span, 0);
        if (pages.Header is { } header && inspection.Name == "catalog" && header.GraphId.Value != 0)
        {
            var detail = $"the file is of graph {header.GraphId.Value}, and not the catalog";
            inspection.Findings.Add(new FailedCheck(FormatError.BadIdentity, "store file header", 0, detail));
        }

        inspection.Findings.Show();
    }

    /// <summary>Whether the file is a catalog; where the header is gone, the name tells.</summary>
    public static bool IsCatalog(Inspection inspection, StorePages pages) => pages.Header is { } header
        ? header.GraphId.Value == 0
        : inspection.Name.Length != NameLength || !inspection.Name.All(char.IsAsciiHexDigitLower);
}
