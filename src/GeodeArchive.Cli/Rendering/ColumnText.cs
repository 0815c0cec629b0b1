namespace GeodeArchive.Cli.Rendering;

/// <summary>Rows in columns.</summary>
internal static class ColumnText
{
    private const string Gap = "  ";

    /// <summary>Writes rows, each column as wide as its widest cell.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="rows">Rows of as many cells, the header among them.</param>
    /// <param name="rightAligned">Numbers of the columns that end together.</param>
    public static void Write(TextWriter output, IReadOnlyList<string[]> rows, params int[] rightAligned)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => rightAligned.Contains(column)
                ? cell.PadLeft(widths[column])
                : cell.PadRight(widths[column]));
            output.WriteLine(string.Join(Gap, cells).TrimEnd());
        }
    }
}
