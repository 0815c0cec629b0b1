using GeodeArchive.Format;

namespace GeodeArchive.Backup.Viewing;

/// <summary>An entry of a listing.</summary>
/// <param name="Path">Its path in the backup, for people: bytes that are not printable UTF-8 are <c>\xNN</c>.</param>
/// <param name="Entry">The entry.</param>
public readonly record struct ListedEntry(string Path, TreeEntry Entry);
