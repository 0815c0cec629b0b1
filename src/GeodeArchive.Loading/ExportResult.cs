namespace GeodeArchive.Loading;

/// <summary>What was exported.</summary>
/// <param name="NodeCount">Nodes.</param>
/// <param name="RelationshipCount">Relationships.</param>
/// <param name="Size">Bytes of both files.</param>
/// <param name="Files">Names of the files, nodes first.</param>
public sealed record ExportResult(long NodeCount, long RelationshipCount, long Size, IReadOnlyList<string> Files);
