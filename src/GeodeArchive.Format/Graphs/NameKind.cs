namespace GeodeArchive.Format;

/// <summary>What a name of a graph names. 0 is invalid.</summary>
public enum NameKind : byte
{
    /// <summary>A label of nodes.</summary>
    Label = 1,

    /// <summary>A type of relationships.</summary>
    RelationshipType = 2,

    /// <summary>A key of properties.</summary>
    PropertyKey = 3,
}
