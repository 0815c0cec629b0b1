namespace GeodeArchive.Format;

/// <summary>A child of a directory's inner node.</summary>
/// <param name="FirstName">The first name in the leaves below, 1 to 255 bytes.</param>
/// <param name="ChunkId">The node.</param>
/// <param name="EntryCount">Entries in all leaves below; at least 1.</param>
public readonly record struct DirectoryChild(ReadOnlyMemory<byte> FirstName, ChunkId ChunkId, long EntryCount);
