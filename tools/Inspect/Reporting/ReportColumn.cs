namespace GeodeArchive.Inspect.Reporting;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, lower case.</param>
/// <param name="Width">Characters that it takes on a line at least; negative to align to the left.</param>
public readonly record struct ReportColumn(string Name, int Width);
