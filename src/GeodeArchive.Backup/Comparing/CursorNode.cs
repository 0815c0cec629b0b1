using GeodeArchive.Format;

namespace GeodeArchive.Backup.Comparing;

/// <summary>A node that a cursor may pass over or open.</summary>
/// <param name="Node">The node.</param>
/// <param name="Amount">What is below it, as the node above says: entries or bytes.</param>
/// <param name="FirstName">The first name below it; empty at the root and in trees of extents.</param>
internal readonly record struct CursorNode(NodeReference Node, long Amount, ReadOnlyMemory<byte> FirstName);
