using System.Text;

namespace GeodeArchive.Format;

/// <summary>
/// The one file of a backup that the user sees, 8,192 bytes: text for people, then a file header. See format-spec/backup.md.
/// </summary>
/// <param name="Text">The lines of text, separated by newlines, without one at the end.</param>
/// <param name="Header">The header; its section is a <see cref="BackupSection"/>.</param>
public sealed record BackupFile(string Text, FileHeader Header)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = TextSize + FileHeader.Size;

    /// <summary>Room for text, in bytes of UTF-8; at least the last is a newline.</summary>
    public const int TextSize = 4096;

    /// <summary>What the text starts with.</summary>
    public const string TextStart = "geode-archive backup";

    private const byte NewLine = (byte)'\n';
    private const string StructureName = "backup text";

    /// <summary>The section of the header.</summary>
    public BackupSection Section => Header.BackupSection;

    /// <summary>Reads and checks a whole backup file.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid backup file.</exception>
    public static BackupFile Decode(ReadOnlySpan<byte> file)
    {
        Place place = Place.Decoding("backup file", 0);
        place.RequireSize(file.Length, Size);
        place.Require(file.Length == Size, FormatError.TrailingBytes, "there are bytes after the backup file");
        FileHeader header = FileHeader.Decode(file[TextSize..], TextSize);
        header.ExpectKind(ArchiveFileKind.Backup, TextSize);

        place = Place.Decoding(StructureName, 0);
        ReadOnlySpan<byte> text = file[..TextSize];
        place.Require(Crc32C.Compute(text) == header.BackupSection.TextChecksum, FormatError.BadChecksum, "the text is damaged");
        place.Require(text[^1] == NewLine, FormatError.BadValue, "the text does not end with a newline");
        string decoded = StrictText.Decode(text.TrimEnd(NewLine), place, "text");
        Validate(decoded, place);
        return new BackupFile(decoded, header);
    }

    /// <summary>Writes the file; the text's checksum in the section of <see cref="Header"/> is not looked at, but made.</summary>
    /// <param name="destination">Its first 8,192 bytes are set.</param>
    /// <exception cref="ArgumentException">What a reader would refuse, or too little room.</exception>
    public void Encode(Span<byte> destination)
    {
        Place place = Place.Encoding(StructureName);
        Validate(Text, place);
        byte[] text = StrictText.Encode(Text, place, "text");
        place.RequireAtMost(text.Length, TextSize - 1, "text");
        place.Require(Header.Section is BackupSection, FormatError.BadKind, "the header is of another kind");
        if (destination.Length < Size)
        {
            throw new ArgumentException("no room for a backup file", nameof(destination));
        }

        text.CopyTo(destination);
        destination[text.Length..TextSize].Fill(NewLine);
        BackupSection section = Section with { TextChecksum = Crc32C.Compute(destination[..TextSize]) };
        (Header with { Section = section }).Encode(destination[TextSize..]);
    }

    private static void Validate(string text, Place place)
    {
        place.Require(text.StartsWith(TextStart, StringComparison.Ordinal), FormatError.BadValue, "the text starts otherwise");
        place.Require(!text.EndsWith('\n'), FormatError.BadValue, "the text ends with an empty line");
        foreach (Rune rune in text.EnumerateRunes())
        {
            place.Require(rune.Value == NewLine || !Rune.IsControl(rune), FormatError.BadValue, "a control character in the text");
        }
    }
}
