using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Collecting;

/// <summary>A segment or index that no manifest names.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Size">Its length.</param>
/// <param name="Session">The session that made it; zero when its header cannot be read.</param>
/// <param name="Damage">What is wrong with its header, if anything is.</param>
public sealed record Orphan(ObjectKey Key, long Size, SessionId Session, string? Damage);
