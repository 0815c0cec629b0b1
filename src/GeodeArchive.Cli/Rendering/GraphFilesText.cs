using System.Globalization;
using GeodeArchive.Cli.Documents;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Says what was loaded or exported, on a line.</summary>
internal static class GraphFilesText
{
    /// <summary>Of a load.</summary>
    public static void Write(TextWriter output, LoadedDocument loaded) => output.WriteLine(
        $"{loaded.DataDir}: {(loaded.DryRun ? "would load" : "loaded")} {Rows(loaded.NodeCount, loaded.RelationshipCount)} "
        + $"into graph {loaded.Graph}; {SizeText.Of(loaded.InputSize)}, {Seconds(loaded.ElapsedSeconds)} s");

    /// <summary>Of an export.</summary>
    public static void Write(TextWriter output, GraphExportedDocument exported) => output.WriteLine(
        $"{exported.DataDir}: exported {Rows(exported.NodeCount, exported.RelationshipCount)} of graph {exported.Graph} "
        + $"to {string.Join(" and ", exported.Files)}; {SizeText.Of(exported.Size)}, {Seconds(exported.ElapsedSeconds)} s");

    private static string Rows(long nodes, long relationships) =>
        $"{CountText.Of(nodes, "node")} and {CountText.Of(relationships, "relationship")}";

    private static string Seconds(double seconds) => seconds.ToString("F1", CultureInfo.InvariantCulture);
}
