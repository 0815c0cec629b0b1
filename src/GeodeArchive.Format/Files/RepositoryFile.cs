namespace GeodeArchive.Format;

/// <summary>The file <c>archive/repository</c>: one file header and nothing else.</summary>
public static class RepositoryFile
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = FileHeader.Size;

    /// <summary>Reads and checks the whole file.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid repository file.</exception>
    public static FileHeader Decode(ReadOnlySpan<byte> file)
    {
        FileHeader header = FileHeader.Decode(file);
        header.ExpectKind(ArchiveFileKind.Repository);
        Place.Decoding("repository file", 0).Require(
            file.Length == Size, FormatError.TrailingBytes, "there are bytes after the file header");
        return header;
    }
}
