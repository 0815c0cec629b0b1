namespace GeodeArchive.Load.Modelling;

/// <summary>What a <see cref="GraphChange"/> does.</summary>
public enum ChangeKind
{
    /// <summary>Makes an empty graph.</summary>
    GraphCreated = 1,

    /// <summary>Drops a graph with all that is in it.</summary>
    GraphDropped = 2,

    /// <summary>Adds a node, or gives the one with its number other labels and properties.</summary>
    NodePut = 3,

    /// <summary>Deletes a node and its relationships.</summary>
    NodeDeleted = 4,

    /// <summary>Adds a relationship, or gives the one with its number other properties.</summary>
    RelationshipPut = 5,

    /// <summary>Deletes a relationship.</summary>
    RelationshipDeleted = 6,
}
