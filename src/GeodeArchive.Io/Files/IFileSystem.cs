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
}
