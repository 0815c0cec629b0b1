using GeodeArchive.Format;

namespace GeodeArchive.Repository.Scanning;

/// <summary>Reads a backup file that may be damaged: text, then header.</summary>
public sealed class BackupFileScanner : FileScanner
{
    /// <summary>Prepares to read a backup file.</summary>
    /// <param name="source">The file; not owned.</param>
    /// <param name="report">Is told of every check that fails, when it fails.</param>
    public BackupFileScanner(IByteSource source, Action<FailedCheck> report)
        : base(source, ArchiveFileKind.Backup, BackupFile.TextSize, report)
    {
    }

    /// <summary>The text's bytes as they are in the file, padding included; fewer if the file is cut.</summary>
    public ReadOnlyMemory<byte> TextBytes { get; private set; }

    /// <summary>Reads the text, once the header was read, and checks it against the header.</summary>
    public void ReadText()
    {
        var bytes = new byte[BackupFile.Size];
        var length = Source.Read(bytes, 0);
        TextBytes = bytes.AsMemory(0, Math.Min(length, BackupFile.TextSize));
        if (Source.Length > BackupFile.Size)
        {
            Report(FormatError.TrailingBytes, "backup file", BackupFile.Size, $"{Source.Length - BackupFile.Size} bytes after the end");
        }

        if (Header?.Section is not BackupSection section || length < BackupFile.Size)
        {
            return;
        }

        var isSumRight = Crc32C.Compute(TextBytes.Span) == section.TextChecksum;
        if (!isSumRight)
        {
            Report(FormatError.BadChecksum, "backup text", 0, "the text is damaged");
        }

        CheckRules(bytes, isSumRight);
    }

    /// <summary>Makes the checks that are left: with header and sum put right, what still fails is the text.</summary>
    private void CheckRules(byte[] bytes, bool isSumRight)
    {
        if (isSumRight)
        {
            var header = new byte[FileHeader.Size];
            Header!.Encode(header);
            header.CopyTo(bytes.AsSpan(BackupFile.TextSize));
            Check(() => BackupFile.Decode(bytes));
        }
    }
}
