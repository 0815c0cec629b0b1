namespace GeodeArchive.Format;

/// <summary>Where the entries of a directory are.</summary>
/// <param name="Root">The root of the tree of its entries.</param>
/// <param name="EntryCount">How many it has itself, those of its subdirectories not counted.</param>
public sealed record DirectoryContent(NodeReference Root, long EntryCount);
