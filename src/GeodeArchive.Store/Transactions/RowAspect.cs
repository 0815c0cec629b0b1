namespace GeodeArchive.Store.Transactions;

/// <summary>What of a row a commit changed.</summary>
internal enum RowAspect : byte
{
    /// <summary>The content of a node: labels, properties, or that it is there.</summary>
    Node = 1,

    /// <summary>That a node is there.</summary>
    NodeExistence = 2,

    /// <summary>The relationships at a node.</summary>
    NodeReferences = 3,

    /// <summary>A relationship.</summary>
    Relationship = 4,
}
