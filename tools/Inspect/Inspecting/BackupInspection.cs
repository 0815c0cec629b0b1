using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Shows a backup file: its text, then its fields.</summary>
internal static class BackupInspection
{
    private const byte NewLine = (byte)'\n';

    /// <summary>Shows the file.</summary>
    /// <returns>What it says, in words.</returns>
    public static string Run(Inspection inspection)
    {
        using var scanner = new BackupFileScanner(inspection.Source, inspection.Findings.Add);
        inspection.ShowHeader(scanner, BackupFile.TextSize);
        scanner.ReadText();
        inspection.Report.BeginStructure("backup text", "at 0", 0);
        ShowText(inspection, scanner.TextBytes.Span.TrimEnd(NewLine));
        inspection.Findings.Show();
        return scanner.Header?.Section is BackupSection section
            ? $"{Names.Of(section.Type)} backup {ByteText.Show(System.Text.Encoding.UTF8.GetBytes(section.Name))}, "
                + $"in manifest {section.Manifest.Value}"
            : string.Empty;
    }

    private static void ShowText(Inspection inspection, ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf(NewLine);
            inspection.Report.Line(ByteText.Show(end < 0 ? text : text[..end]));
            text = end < 0 ? [] : text[(end + 1)..];
        }
    }
}
