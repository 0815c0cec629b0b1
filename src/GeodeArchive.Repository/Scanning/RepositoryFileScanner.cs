using GeodeArchive.Format;

namespace GeodeArchive.Repository.Scanning;

/// <summary>Reads a repository file, or a key slot, that may be damaged: a header and nothing else.</summary>
public sealed class RepositoryFileScanner : FileScanner
{
    /// <summary>Prepares to read the file.</summary>
    /// <param name="source">The file; not owned.</param>
    /// <param name="kind">Repository or key slot.</param>
    /// <param name="report">Is told of every check that fails, when it fails.</param>
    public RepositoryFileScanner(IByteSource source, ArchiveFileKind kind, Action<FailedCheck> report)
        : base(source, kind, 0, report)
    {
    }

    /// <summary>Looks for bytes after the header.</summary>
    public void CheckEnd()
    {
        if (Source.Length > RepositoryFile.Size)
        {
            Report(
                FormatError.TrailingBytes,
                "repository file",
                RepositoryFile.Size,
                $"{Source.Length - RepositoryFile.Size} bytes after the end");
        }
    }
}
