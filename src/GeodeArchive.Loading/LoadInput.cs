using GeodeArchive.Io.Files;

namespace GeodeArchive.Loading;

/// <summary>A file to load.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsRelationships">True for relationships, false for nodes.</param>
/// <param name="Names">Labels that all its nodes have, or the type of its relationships where a row gives none.</param>
/// <param name="Format">How it is written.</param>
public sealed record LoadInput(FilePath Path, bool IsRelationships, IReadOnlyList<string> Names, InputFormat Format);
