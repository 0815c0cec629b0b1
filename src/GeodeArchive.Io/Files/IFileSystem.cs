namespace GeodeArchive.Io.Files;

/// <summary>
/// Where path names begin. Everything below a directory that was opened goes by single names, see <see cref="IDirectory"/>.
/// </summary>
public interface IFileSystem
{
    /// <summary>
    /// Opens a directory by an operator's path, absolute or relative to the working directory. Symbolic links are followed.
    /// </summary>
    /// <exception cref="FileException">
    /// <see cref="FileError.NotFound"/>, <see cref="FileError.NotADirectory"/>, <see cref="FileError.Denied"/>, ...
    /// </exception>
    IDirectory OpenDirectory(FilePath path);

    /// <summary>The absolute path of a directory without symbolic links, "." and "..": the same for all ways that lead there.</summary>
    /// <exception cref="FileException">As for <see cref="OpenDirectory"/>.</exception>
    FilePath ResolvePath(FilePath path);

    /// <summary>How large reads and writes past the page cache travel: never <see cref="TransferBackend.Auto"/>.</summary>
    TransferBackend Transfers => TransferBackend.Portable;

    /// <summary>Chooses how large reads and writes past the page cache travel; before the first file is opened.</summary>
    /// <exception cref="FileException"><see cref="FileError.Unsupported"/>, <see cref="FileError.Denied"/>: it cannot be had.</exception>
    void ChooseTransfers(TransferBackend backend)
    {
        if (backend == TransferBackend.Uring)
        {
            throw new FileException(FileError.Unsupported, "use", "io_uring", "these files have none");
        }
    }
}
