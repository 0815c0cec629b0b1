namespace GeodeArchive.Io.Files;

/// <summary>One name of a directory listing.</summary>
/// <param name="Name">The name. One of more than <see cref="FileName.LengthMax"/> bytes can be shown, and not used.</param>
/// <param name="Kind">Its kind, or <see cref="FileKind.Unknown"/> where the file system does not say in the listing.</param>
public readonly record struct DirectoryEntry(FileName Name, FileKind Kind);
