using GeodeArchive.Format;

namespace GeodeArchive.Loading.Writing;

/// <summary>Where rows go. One worker at a time, in the order of the input.</summary>
internal interface ILoadTarget
{
    /// <summary>The number of a name.</summary>
    uint NumberOf(NameKind kind, string name);

    /// <summary>Adds a node.</summary>
    /// <returns>Its id.</returns>
    long AddNode(byte[] row);

    /// <summary>Adds a relationship.</summary>
    void AddRelationship(byte[] row);

    /// <summary>Makes durable what was added.</summary>
    void Complete();

    /// <summary>Takes back what was added.</summary>
    void Abandon();
}
