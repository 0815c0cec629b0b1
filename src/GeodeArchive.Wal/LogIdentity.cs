using GeodeArchive.Format;

namespace GeodeArchive.Wal;

/// <summary>Whose log it is.</summary>
/// <param name="DatabaseId">The database.</param>
/// <param name="TimelineId">The timeline that its last segment is of.</param>
public sealed record LogIdentity(DatabaseId DatabaseId, TimelineId TimelineId);
