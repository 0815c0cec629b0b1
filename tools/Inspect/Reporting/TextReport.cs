using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Reporting;

/// <summary>A report for people, at most about 100 columns wide where names and ids allow it.</summary>
public sealed class TextReport(TextWriter output) : IReport
{
    private const string Indent = "  ";
    private const int OffsetWidth = 10;
    private const int NameWidth = 22;

    private ReportTable? _table;
    private bool _isFirstFile = true;

    /// <inheritdoc/>
    public void BeginFile(string path, string kind, long size)
    {
        if (!_isFirstFile)
        {
            output.WriteLine();
        }

        _isFirstFile = false;
        output.WriteLine($"{path}: {kind}, {size} bytes");
    }

    /// <inheritdoc/>
    public void BeginStructure(string name, string place, long? offset)
    {
        _table = null;
        output.WriteLine();
        output.WriteLine($"{name} {place}");
    }

    /// <inheritdoc/>
    public void Field(string name, long? offset, ReportValue value, string? meaning)
    {
        var start = offset?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
        var rest = meaning is null ? value.Text : $"{value.Text}  {meaning}";
        output.WriteLine($"{start,OffsetWidth}{Indent}{name,-NameWidth}{Indent}{rest}");
    }

    /// <inheritdoc/>
    public void Row(ReportTable table, params ReadOnlySpan<ReportValue> cells)
    {
        if (table.Level > 0)
        {
            WriteInner(table, cells);
            return;
        }

        if (_table != table)
        {
            _table = table;
            output.WriteLine();
            output.WriteLine($"{table.Item}s");
            for (var column = 0; column < table.Columns.Length; column++)
            {
                WriteCell(table, column, table.Columns[column].Name);
            }
        }

        for (var column = 0; column < cells.Length; column++)
        {
            WriteCell(table, column, cells[column].Text);
        }
    }

    /// <inheritdoc/>
    public void Failure(FailedCheck failure) => output.WriteLine($"! {failure}");

    /// <inheritdoc/>
    public void Note(string text)
    {
        _table = null;
        output.WriteLine($"{Indent}{text}");
    }

    /// <inheritdoc/>
    public void Line(string text) => output.WriteLine(text.Length == 0 ? $"{Indent}|" : $"{Indent}| {text}");

    /// <inheritdoc/>
    public void EndFile(long failureCount, string summary)
    {
        _table = null;
        output.WriteLine();
        var verdict = failureCount switch
        {
            0 => "intact",
            1 => "DAMAGED: 1 check failed",
            _ => $"DAMAGED: {failureCount} checks failed",
        };
        output.WriteLine(summary.Length == 0 ? verdict : $"{verdict}; {summary}");
    }

    private void WriteInner(ReportTable table, ReadOnlySpan<ReportValue> cells)
    {
        for (var level = -1; level < table.Level; level++)
        {
            output.Write(Indent);
        }

        output.Write(table.Item);
        for (var column = 0; column < cells.Length; column++)
        {
            output.Write($"{Indent}{table.Columns[column].Name} {cells[column].Text}");
        }

        output.WriteLine();
    }

    private void WriteCell(ReportTable table, int column, string text)
    {
        var width = table.Columns[column].Width;
        var isLast = column == table.Columns.Length - 1;
        output.Write(Indent);
        output.Write(width >= 0 ? text.PadLeft(width) : isLast ? text : text.PadRight(-width));
        if (isLast)
        {
            output.WriteLine();
        }
    }
}
