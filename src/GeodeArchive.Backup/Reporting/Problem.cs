namespace GeodeArchive.Backup.Reporting;

/// <summary>Something about one entry that did not go as asked, while the rest went on.</summary>
/// <param name="Path">The entry, relative to the source or target, for people.</param>
/// <param name="Reason">What happened.</param>
public sealed record Problem(string Path, string Reason);
