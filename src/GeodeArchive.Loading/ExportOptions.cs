namespace GeodeArchive.Loading;

/// <summary>How a graph is exported.</summary>
public sealed record ExportOptions
{
    /// <summary>The graph.</summary>
    public string Graph { get; init; } = "default";

    /// <summary>How files are written: CSV or JSON lines.</summary>
    public InputFormat Format { get; init; } = InputFormat.Csv;
}
