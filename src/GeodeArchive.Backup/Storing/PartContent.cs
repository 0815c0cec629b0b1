using GeodeArchive.Format;

namespace GeodeArchive.Backup.Storing;

/// <summary>The stored content of one part: its extents, or the node that holds them.</summary>
/// <param name="Extents">The extents of a file's only part when they are few; else empty.</param>
/// <param name="Leaf">The extent leaf otherwise.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsShort">The file ended before the part did.</param>
internal sealed record PartContent(IReadOnlyList<Extent> Extents, ChunkId? Leaf, long Length, bool IsShort);
