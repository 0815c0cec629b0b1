namespace GeodeArchive.Format;

/// <summary>The file <c>repository</c> of a WAL archive: one file header and nothing else.</summary>
public static class LogArchiveFile
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = FileHeader.Size;

    /// <summary>Reads and checks the whole file.</summary>
    /// <exception cref="ArchiveFormatException">Not the file of a WAL archive.</exception>
    public static FileHeader Decode(ReadOnlySpan<byte> file)
    {
        FileHeader header = FileHeader.Decode(file);
        header.ExpectKind(ArchiveFileKind.LogArchive);
        Place.Decoding("log archive file", Size).Require(
            file.Length == Size, FormatError.TrailingBytes, "there are bytes after the file header");
        return header;
    }
}
