namespace GeodeArchive.Format;

/// <summary>The file of a key slot: a file header and nothing else. See format-spec/keys.md.</summary>
public static class KeySlotFile
{
    /// <summary>Reads and checks the whole file.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid key slot.</exception>
    public static FileHeader Decode(ReadOnlySpan<byte> file)
    {
        FileHeader header = FileHeader.Decode(file);
        header.ExpectKind(ArchiveFileKind.KeySlot);
        Place.Decoding("file", FileHeader.Size).Require(
            file.Length == FileHeader.Size, FormatError.TrailingBytes, "there are bytes after the header");
        return header;
    }
}
