using GeodeArchive.Format;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Access;

/// <summary>A record of the access log as it was found.</summary>
/// <param name="Key">The object.</param>
/// <param name="Record">What it says; null if it cannot be read.</param>
/// <param name="Failure">Why it cannot be read; null if it can.</param>
public sealed record AccessEntry(ObjectKey Key, AccessRecord? Record, RepositoryException? Failure);
