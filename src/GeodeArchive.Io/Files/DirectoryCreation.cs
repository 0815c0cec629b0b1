namespace GeodeArchive.Io.Files;

/// <summary>Makes directories by path.</summary>
public static class DirectoryCreation
{
    /// <summary>
    /// Opens a directory; makes it, and the directories above it, where they are absent. What is made is durable when this returns.
    /// </summary>
    /// <param name="files">Where.</param>
    /// <param name="path">The directory.</param>
    /// <param name="mode">Permission bits of what is made.</param>
    public static IDirectory OpenOrCreateDirectory(this IFileSystem files, FilePath path, int mode)
    {
        try
        {
            return files.OpenDirectory(path);
        }
        catch (FileException error) when (error.Error == FileError.NotFound && path.Name is not null)
        {
            using var parent = files.OpenOrCreateDirectory(path.Parent, mode);
            try
            {
                parent.CreateDirectory(path.Name.Value, mode);
                parent.Sync();
            }
            catch (FileException race) when (race.Error == FileError.Exists)
            {
                // Made by somebody else in between, or a link to nowhere, which opening tells.
            }

            return files.OpenDirectory(path);
        }
    }
}
