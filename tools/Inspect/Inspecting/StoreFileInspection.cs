using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Scanning;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a file of a store as far as it goes alone: its header, and a catalog's superblocks.</summary>
internal static class StoreFileInspection
{
    private const string CatalogName = "catalog";

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
        CheckName(inspection, pages);
    }

    /// <summary>Compares the header with the name of the file, and shows what fails.</summary>
    public static void CheckName(Inspection inspection, StorePages pages)
    {
        if (pages.Header is { } header && inspection.Name == CatalogName && header.GraphId.Value != 0)
        {
            var detail = $"the file is called {CatalogName}, and its header is that of graph {header.GraphId.Value}";
            inspection.Findings.Add(new FailedCheck(FormatError.BadIdentity, "store file header", 0, detail));
        }

        inspection.Findings.Show();
    }

    /// <summary>
    /// Whether the file is a catalog: by its name, or by its header, or where that is gone because it is not named as a graph's is.
    /// </summary>
    public static bool IsCatalog(Inspection inspection, StorePages pages) => inspection.Name == CatalogName
        || (pages.Header is { } header ? header.GraphId.Value == 0 : !GraphId.TryParse(inspection.Name, out _));
}
