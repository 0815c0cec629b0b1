using GeodeArchive.Format;

namespace GeodeArchive.Backup.Storing;

/// <summary>What became of a file.</summary>
/// <param name="IsVanished">It was gone when it should be read.</param>
/// <param name="Flags">What its entry has to admit.</param>
/// <param name="Parts">Its content, in order; empty if it is missing.</param>
internal sealed record StoredFile(bool IsVanished, EntryFlags Flags, IReadOnlyList<PartContent> Parts);
