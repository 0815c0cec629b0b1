namespace GeodeArchive.Format;

/// <summary>An object in an export.</summary>
/// <param name="Key">Its name below an archive root.</param>
/// <param name="Size">Its length in bytes; at least 1.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
public sealed record ExportEntry(string Key, long Size, Hash256 Hash);
