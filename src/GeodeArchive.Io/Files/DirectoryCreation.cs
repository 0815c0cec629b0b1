namespace GeodeArchive.Io.Files;

/// <summary>Makes directories by path.</summary>
public static class DirectoryCreation
{
    /// <summary>
    /// Opens a directory, to put something into it; makes it, and the directories above it, where they are absent. Its name is durable
    /// when this returns, whoever made it: he may have died before he could sync it.
    /// </summary>
    /// <param name="files">Where.</param>
    /// <param name="path">The directory.</param>
    /// <param name="mode">Permission bits of what is made.</param>
    public static IDirectory OpenOrCreateDirectory(this IFileSystem files, FilePath path, int mode)
    {
        if (OpenExisting(files, path) is { } existing)
        {
            return existing;
        }

        using var parent = files.OpenOrCreateDirectory(path.Parent, mode);
        try
        {
            parent.CreateDirectory(path.Name!.Value, mode);
        }
        catch (FileException race) when (race.Error == FileError.Exists)
        {
            // Made by somebody else in between, or a link to nowhere, which opening tells.
        }

        parent.Sync();
        return files.OpenDirectory(path);
    }

    private static IDirectory? OpenExisting(IFileSystem files, FilePath path)
    {
        IDirectory directory;
        try
        {
            directory = files.OpenDirectory(path);
        }
        catch (FileException error) when (error.Error == FileError.NotFound && path.Name is not null)
        {
            return null;
        }

        try
        {
            SyncName(files, path, directory);
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private static void SyncName(IFileSystem files, FilePath path, IDirectory directory)
    {
        try
        {
            // The kernel's own "..", because the path may end in a link, and the name is not beside that.
            using var parent = files.OpenDirectory(FilePath.From([.. path.Bytes, .. "/.."u8]));

            // The root of a mounted file system has no name that could be lost.
            if (parent.GetMetadata().Device == directory.GetMetadata().Device)
            {
                parent.Sync();
            }
        }
        catch (FileException error) when (error.Error == FileError.Denied)
        {
            // Who may not open the parent cannot have made the directory here, because making it opens the parent first. So it is none
            // that this program left unsynced; whoever made it for him answers for it.
        }
    }
}
