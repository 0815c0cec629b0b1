namespace GeodeArchive.Loading;

/// <summary>What was loaded.</summary>
/// <param name="NodeCount">Nodes.</param>
/// <param name="RelationshipCount">Relationships.</param>
/// <param name="InputSize">Bytes of input.</param>
public sealed record LoadResult(long NodeCount, long RelationshipCount, long InputSize);
