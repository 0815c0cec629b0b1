namespace GeodeArchive.Store.Graphs;

/// <summary>A relationship as seen from a node.</summary>
/// <param name="Relationship">The relationship.</param>
/// <param name="Type">Number of its type.</param>
/// <param name="Other">The node at its other end; may be the same.</param>
public readonly record struct Adjacency(long Relationship, uint Type, long Other);
