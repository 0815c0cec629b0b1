using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a segment: its fixed parts, then block after block.</summary>
internal static class SegmentInspection
{
    private static readonly ReportTable Chunks = new(
        "chunk", 1, new("number", 0), new("at", 0), new("length", 0), new("id", 0), new("matches", 0));

    /// <summary>Shows the segment.</summary>
    /// <returns>What is in it, in words.</returns>
    public static string Run(Inspection inspection)
    {
        using var scanner = new SegmentScanner(inspection.Source, inspection.Findings.Add) { Domain = inspection.Domain };
        inspection.ShowHeader(scanner);
        inspection.ShowTrailer(scanner);
        scanner.ReadFooter();
        FooterRendering.Show(inspection, scanner, "segment footer", StructureFields.SegmentFooter, scanner.IsRootHashRight);
        var wasFooterKnown = scanner.Footer is not null;
        long blockCount = 0;
        long chunkCount = 0;
        while (scanner.TryReadBlock(out var block))
        {
            BlockRows.Show(inspection.Report, blockCount, block, scanner.ChunksIntact.Count);
            blockCount++;
            chunkCount += scanner.ChunksIntact.Count;
            inspection.Findings.Show();
            if (inspection.Options.ShowsChunks)
            {
                ShowChunks(inspection.Report, block, scanner.ChunksIntact);
            }

            if (inspection.Options.ShowsTree && block.Header.Type == BlockType.Metadata)
            {
                TreeRendering.Show(inspection, block, scanner.ChunksIntact);
            }
        }

        inspection.Findings.Show();
        if (!wasFooterKnown && scanner.Footer is { } found)
        {
            inspection.Report.Note(
                $"the blocks end with a footer that lists {CountText.Of(found.Blocks.Length, "block")} "
                + $"and {CountText.Of(found.Chunks.Length, "chunk")}");
        }

        return $"{CountText.Of(blockCount, "block")}, {CountText.Of(chunkCount, "chunk")}";
    }

    private static void ShowChunks(IReport report, in ScannedBlock block, IReadOnlyList<bool> intact)
    {
        if (intact.Count == 0)
        {
            return;
        }

        var number = 0;
        foreach (var chunk in ChunkDirectory.Decode(block.Plain, block.Offset))
        {
            report.Row(Chunks, number, chunk.Offset, chunk.Length, chunk.Id.ToString(), intact[number] ? "yes" : "NO");
            number++;
        }
    }
}
