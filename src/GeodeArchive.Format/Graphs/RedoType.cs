namespace GeodeArchive.Format;

/// <summary>What a redo record of graph data does: see format-spec/graph.md. The values are those of <see cref="LogRecordType"/>.</summary>
public enum RedoType : byte
{
    /// <summary>A graph is created.</summary>
    GraphCreated = 64,

    /// <summary>A graph is dropped.</summary>
    GraphDropped = 65,

    /// <summary>A number gets a name.</summary>
    Name = 66,

    /// <summary>A node is added or replaced.</summary>
    Node = 67,

    /// <summary>A node is deleted.</summary>
    NodeDeleted = 68,

    /// <summary>A relationship is added or replaced.</summary>
    Relationship = 69,

    /// <summary>A relationship is deleted.</summary>
    RelationshipDeleted = 70,

    /// <summary>The beginning of the row that a later record ends.</summary>
    Part = 71,

    /// <summary>The place gets a name.</summary>
    RecoveryPoint = 72,
}
