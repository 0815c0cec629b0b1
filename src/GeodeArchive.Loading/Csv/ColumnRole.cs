namespace GeodeArchive.Loading.Csv;

/// <summary>What a column is for.</summary>
internal enum ColumnRole
{
    /// <summary>A property.</summary>
    Property = 1,

    /// <summary>The id that relationships refer to.</summary>
    Id = 2,

    /// <summary>Labels, with ';' between them.</summary>
    Label = 3,

    /// <summary>The id of the node that a relationship leaves.</summary>
    StartId = 4,

    /// <summary>The id of the node that it reaches.</summary>
    EndId = 5,

    /// <summary>The type of a relationship.</summary>
    Type = 6,

    /// <summary>Nothing.</summary>
    Ignored = 7,
}
