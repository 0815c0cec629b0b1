using GeodeArchive.Io.Files;

namespace GeodeArchive.Inspect.Inspecting;

/// <summary>Opens files as an operator names them: by path, through symbolic links.</summary>
internal static class OpenedFile
{
    private const int LinkHopsMax = 40;

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="FileException">It does not exist, is no file, or may not be read.</exception>
    public static IFile Open(IFileSystem files, FilePath path)
    {
        for (var hop = 0; hop < LinkHopsMax; hop++)
        {
            var name = path.Name ?? throw new FileException(FileError.WrongKind, "open", path.ToString());
            using var directory = files.OpenDirectory(path.Parent);
            try
            {
                return directory.OpenFile(name);
            }
            catch (FileException error) when (error.Error == FileError.WrongKind)
            {
                // A directory opens no file through a link.
                if (directory.GetMetadata(name).Kind != FileKind.SymbolicLink)
                {
                    throw;
                }
            }

            var target = FilePath.From(directory.ReadSymbolicLink(name));
            path = target.IsAbsolute ? target : FilePath.From([.. path.Parent.Bytes, (byte)'/', .. target.Bytes]);
        }

        throw new FileException(FileError.WrongKind, "open", path.ToString(), "too many levels of symbolic links");
    }
}
