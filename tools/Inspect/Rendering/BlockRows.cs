using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>Blocks as rows of a table.</summary>
internal static class BlockRows
{
    private static readonly ReportTable Table = new(
        "block",
        0,
        new("number", 7),
        new("offset", 11),
        new("type", -8),
        new("compression", -11),
        new("stored", 9),
        new("plain", 9),
        new("chunks", 7),
        new("sum", -9));

    /// <summary>Shows a block.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="number">Its place among the blocks that were found.</param>
    /// <param name="block">The block.</param>
    /// <param name="chunkCount">Chunks in it; null for a block that has none.</param>
    public static void Show(IReport report, long number, in ScannedBlock block, int? chunkCount = null) => report.Row(
        Table,
        number,
        block.Offset,
        Names.Of(block.Header.Type),
        Names.Of(block.Header.Compression),
        block.Header.StoredSize,
        block.IsIntact ? block.Plain.Length : "?",
        chunkCount is { } count ? block.IsIntact ? count : "?" : "-",
        block.IsIntact ? "ok" : block.IsEncrypted ? "encrypted" : "WRONG");
}
