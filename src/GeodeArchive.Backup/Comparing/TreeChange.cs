using GeodeArchive.Format;

namespace GeodeArchive.Backup.Comparing;

/// <summary>An entry that differs between two backups.</summary>
/// <param name="Path">Its path, for people.</param>
/// <param name="Kinds">In what.</param>
/// <param name="Before">As the first backup has it; null if it does not.</param>
/// <param name="After">As the second backup has it; null if it does not.</param>
/// <param name="ChangedPageCount">Of a file of a database: how many of its pages differ; else 0.</param>
public sealed record TreeChange(string Path, ChangeKinds Kinds, TreeEntry? Before, TreeEntry? After, long ChangedPageCount = 0);
