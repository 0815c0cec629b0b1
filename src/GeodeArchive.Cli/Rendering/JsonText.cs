using System.Text.Json;
using GeodeArchive.Cli.Documents;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Writes a result document as JSON.</summary>
internal static class JsonText
{
    /// <summary>Writes what <c>repository access</c> found.</summary>
    public static void Write(TextWriter output, AccessDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.AccessDocument));

    /// <summary>Writes what <c>repository access --prune</c> did.</summary>
    public static void Write(TextWriter output, AccessPrunedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.AccessPrunedDocument));

    /// <summary>Writes what <c>wal calibrate</c> measured.</summary>
    public static void Write(TextWriter output, CalibratedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.CalibratedDocument));

    /// <summary>Writes what <c>wal seek</c> found.</summary>
    public static void Write(TextWriter output, SoughtDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.SoughtDocument));

    /// <summary>Writes what <c>store check</c> found.</summary>
    public static void Write(TextWriter output, StoreCheckedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.StoreCheckedDocument));

    /// <summary>Writes what <c>backup create</c> did.</summary>
    public static void Write(TextWriter output, CreatedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.CreatedDocument));

    /// <summary>Writes what <c>backup cleanup</c> did.</summary>
    public static void Write(TextWriter output, CleanedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.CleanedDocument));

    /// <summary>Writes what <c>config check</c> found.</summary>
    public static void Write(TextWriter output, ConfigurationDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.ConfigurationDocument));

    /// <summary>Writes what <c>repository collect</c> did.</summary>
    public static void Write(TextWriter output, CollectedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.CollectedDocument));

    /// <summary>Writes what <c>repository check</c> found.</summary>
    public static void Write(TextWriter output, CheckedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.CheckedDocument));

    /// <summary>Writes what <c>repository stats</c> found.</summary>
    public static void Write(TextWriter output, StatsDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.StatsDocument));

    /// <summary>Writes what <c>backup delete</c> did.</summary>
    public static void Write(TextWriter output, DeletedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.DeletedDocument));

    /// <summary>Writes what <c>backup hold</c> did.</summary>
    public static void Write(TextWriter output, HeldDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.HeldDocument));

    /// <summary>Writes what <c>key list</c> found.</summary>
    public static void Write(TextWriter output, KeysDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.KeysDocument));

    /// <summary>Writes what <c>backup export</c> did.</summary>
    public static void Write(TextWriter output, ExportedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.ExportedDocument));

    /// <summary>Writes what <c>export</c> did.</summary>
    public static void Write(TextWriter output, GraphExportedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.GraphExportedDocument));

    /// <summary>Writes what <c>load</c> did.</summary>
    public static void Write(TextWriter output, LoadedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.LoadedDocument));

    /// <summary>Writes what <c>backup list</c> found.</summary>
    public static void Write(TextWriter output, ListedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.ListedDocument));

    /// <summary>Writes what <c>backup restore</c> did.</summary>
    public static void Write(TextWriter output, RestoredDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.RestoredDocument));

    /// <summary>Writes what <c>backup show</c> knows.</summary>
    public static void Write(TextWriter output, ShownDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.ShownDocument));

    /// <summary>Writes a change that <c>backup diff</c> found as a line.</summary>
    public static void WriteLine(TextWriter output, ChangeDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, LineContext.Default.ChangeDocument));

    /// <summary>Writes the sums of <c>backup diff</c> as a line.</summary>
    public static void WriteLine(TextWriter output, DiffTotalsDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, LineContext.Default.DiffTotalsDocument));

    /// <summary>Writes an entry of <c>backup ls</c> as a line.</summary>
    public static void WriteLine(TextWriter output, EntryDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, LineContext.Default.EntryDocument));

    /// <summary>Writes what <c>backup restore --dry-run</c> found.</summary>
    public static void Write(TextWriter output, RestorePreviewDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.RestorePreviewDocument));

    /// <summary>Writes what <c>backup verify</c> found.</summary>
    public static void Write(TextWriter output, VerifiedDocument document) =>
        output.WriteLine(JsonSerializer.Serialize(document, DocumentContext.Default.VerifiedDocument));
}
