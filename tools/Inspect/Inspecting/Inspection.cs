using GeodeArchive.Format;
using GeodeArchive.Inspect.Rendering;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>
/// The inspection of one file: its bytes, where what is found goes, and the encrypted domain of its archive, if there is a key.
/// </summary>
internal sealed record Inspection(
    string Name, IByteSource Source, IReport Report, Findings Findings, InspectOptions Options, ArchiveDomain? Domain)
{
    private const int IdLength = 2 * Id128.Size;

    /// <summary>Shows structures field by field.</summary>
    public StructureRendering Structures { get; } = new(Report);

    /// <summary>Reads and shows the file header, and compares it with the file's name where that is one that an archive gives.</summary>
    public void ShowHeader(FileScanner scanner, long offset = 0)
    {
        scanner.ReadHeader();
        Structures.ShowHeader(scanner.HeaderBytes.Span, offset, scanner.Header?.Kind ?? scanner.Kind);
        if (scanner.Header is { } header)
        {
            CheckName(header);
            if (header.Encryption != EncryptionAlgorithm.None)
            {
                Report.Note(NoteOf(scanner));
            }
        }

        Findings.Show();
    }

    /// <summary>Reads and shows the trailer.</summary>
    public void ShowTrailer(FileScanner scanner)
    {
        scanner.ReadTrailer();
        if (!scanner.TrailerBytes.IsEmpty)
        {
            Structures.Show("trailer", StructureFields.Trailer, scanner.TrailerBytes.Span, scanner.TrailerOffset, scanner.Kind);
        }

        Findings.Show();
    }

    private string NoteOf(FileScanner scanner)
    {
        const string unread = "the file is encrypted: payloads are neither read nor checked";
        if (scanner.IsReadable)
        {
            return "the file is encrypted, and was opened with the key that was given";
        }

        return Domain switch
        {
            null => $"{unread}; --encryption-key-file FILE decrypts what lies in its archive root",
            { CanRead: false } => $"{unread}, as the key can make backups and not read them",
            _ => unread,
        };
    }

    private void CheckName(FileHeader header)
    {
        var expected = header.Kind switch
        {
            ArchiveFileKind.Segment or ArchiveFileKind.Index or ArchiveFileKind.KeySlot when Name.Length == IdLength && Name.All(
                char.IsAsciiHexDigitLower) => header.FileId.ToString(),
            ArchiveFileKind.Manifest when Name.Length == header.ManifestSection.Number.ToString().Length && Name.All(char.IsAsciiDigit) =>
                header.ManifestSection.Number.ToString(),
            _ => Name,
        };
        if (expected != Name)
        {
            Findings.Add(new FailedCheck(FormatError.BadIdentity, "file header", 0, $"the file belongs under the name {expected}"));
        }
    }
}
