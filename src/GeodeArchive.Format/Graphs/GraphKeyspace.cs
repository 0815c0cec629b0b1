namespace GeodeArchive.Format;

/// <summary>The first byte of a key in a graph's tree: see format-spec/graph.md.</summary>
public enum GraphKeyspace : byte
{
    /// <summary>Nodes.</summary>
    Node = 1,

    /// <summary>Relationships.</summary>
    Relationship = 2,

    /// <summary>The nodes of a label.</summary>
    LabelNode = 3,

    /// <summary>Relationships that leave a node.</summary>
    Outgoing = 4,

    /// <summary>Relationships that reach a node.</summary>
    Incoming = 5,

    /// <summary>How many nodes a label has.</summary>
    LabelCount = 6,

    /// <summary>How many relationships a type has.</summary>
    TypeCount = 7,

    /// <summary>Numbers of names.</summary>
    NameNumber = 8,

    /// <summary>Names by number.</summary>
    NumberName = 9,

    /// <summary>The counters.</summary>
    Counters = 10,
}
