namespace GeodeArchive.Loading;

/// <summary>How files of nodes and relationships are written.</summary>
public enum InputFormat
{
    /// <summary>A header that names and types the columns, then a row a line, with commas.</summary>
    Csv = 1,

    /// <summary>The same with tabs.</summary>
    Tsv = 2,

    /// <summary>A JSON object a line.</summary>
    JsonLines = 3,
}
