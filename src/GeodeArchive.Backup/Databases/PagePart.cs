namespace GeodeArchive.Backup.Databases;

/// <summary>A part of a file of the store, to be stored.</summary>
/// <param name="File">The file.</param>
/// <param name="Index">Number of the part in the file.</param>
/// <param name="Pieces">What it is made of, in order and without gaps.</param>
internal readonly record struct PagePart(PageFile File, int Index, IReadOnlyList<PagePiece> Pieces);
