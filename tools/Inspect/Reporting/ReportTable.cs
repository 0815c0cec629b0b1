namespace GeodeArchive.Inspect.Reporting;

/// <summary>Rows of one form.</summary>
/// <param name="Item">What a row is, such as <c>block</c>.</param>
/// <param name="Level">0 for the rows of a file; 1 and more for rows that belong to the row before, which say what they are.</param>
/// <param name="Columns">The columns.</param>
public sealed record ReportTable(string Item, int Level, params ReportColumn[] Columns);
