namespace GeodeArchive.Store.Graphs;

/// <summary>How many rows have a label or a type.</summary>
internal struct RowCount
{
    /// <summary>The count.</summary>
    public long Value;

    /// <summary>Whether it was read from the tree.</summary>
    public bool IsLoaded;

    /// <summary>Whether the tree has another.</summary>
    public bool IsChanged;
}
