namespace GeodeArchive.Io.Files;

/// <summary>A file operation failed.</summary>
public sealed class FileException : IOException
{
    /// <summary>Makes the exception. The message reads "cannot OPERATION PATH: reason".</summary>
    /// <param name="error">The reason.</param>
    /// <param name="operation">What was tried, as a verb: "open", "write".</param>
    /// <param name="path">The path, for people.</param>
    /// <param name="detail">The kernel's own words or number, if there are any.</param>
    public FileException(FileError error, string operation, string path, string? detail = null)
        : base($"cannot {operation} {path}: {detail ?? Describe(error)}")
    {
        Error = error;
        Operation = operation;
        Path = path;
    }

    /// <summary>The reason.</summary>
    public FileError Error { get; }

    /// <summary>What was tried, as a verb.</summary>
    public string Operation { get; }

    /// <summary>The path, for people.</summary>
    public string Path { get; }

    private static string Describe(FileError error) => error switch
    {
        FileError.NotFound => "no such file or directory",
        FileError.Exists => "it exists already",
        FileError.Denied => "permission denied",
        FileError.NoSpace => "no space left on the file system",
        FileError.NotEmpty => "the directory is not empty",
        FileError.NotADirectory => "not a directory",
        FileError.WrongKind => "not of the expected kind",
        FileError.Unsupported => "the file system does not support this",
        FileError.ReadOnly => "the file system is read-only",
        FileError.BadName => "the name is not valid or too long",
        FileError.TooManyOpenFiles => "too many open files",
        FileError.Busy => "it is in use",
        FileError.Closed => "nobody reads it any more",
        _ => "input/output error",
    };
}
