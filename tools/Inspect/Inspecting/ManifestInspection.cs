using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a manifest: its fixed parts, then its blocks, each followed by the records that end in it.</summary>
internal static class ManifestInspection
{
    /// <summary>Shows the manifest.</summary>
    /// <returns>What is in it, in words.</returns>
    public static string Run(Inspection inspection)
    {
        long blockCount = 0;
        long recordCount = 0;
        using var scanner = new ManifestScanner(inspection.Source, inspection.Findings.Add, block =>
        {
            inspection.Findings.Show();
            BlockRows.Show(inspection.Report, blockCount, block);
            blockCount++;
        })
        {
            Domain = inspection.Domain,
        };
        inspection.ShowHeader(scanner);
        inspection.ShowTrailer(scanner);
        var records = new RecordRendering(inspection.Report);
        while (scanner.TryRead(out var record, out var position))
        {
            inspection.Findings.Show();
            records.Show(recordCount, position, record);
            recordCount++;
        }

        inspection.Findings.Show();
        if (inspection.Domain is { } domain && scanner.Trailer is { } trailer)
        {
            var isRight = trailer.Mac == domain.MacOf(trailer.RootHash);
            inspection.Report.Note(trailer.Mac.IsZero ? "mac is zero: it is from before the archive had keys, or nobody vouches for it"
                : isRight ? "mac matches the keys of the archive"
                : "mac is not of the keys of the archive");
        }

        if (scanner.IsRootHashRight == true)
        {
            inspection.Report.Note("the root hash matches header and records");
        }

        return $"{CountText.Of(recordCount, "record")} in {CountText.Of(blockCount, "block")}";
    }
}
