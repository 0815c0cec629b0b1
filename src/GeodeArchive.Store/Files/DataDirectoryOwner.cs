using GeodeArchive.Io.Files;

namespace GeodeArchive.Store.Files;

/// <summary>
/// Gives what is in a data directory to the owner of the directory: a restore that root runs makes files for the user that the server
/// runs as.
/// </summary>
public static class DataDirectoryOwner
{
    /// <summary>Gives him everything below. Changes nothing where it is his, or not ours to give.</summary>
    /// <exception cref="FileException">An I/O error.</exception>
    public static void Apply(IDirectory data)
    {
        var owner = data.GetMetadata();
        Apply(data, owner.UserId, owner.GroupId);
    }

    private static void Apply(IDirectory directory, long userId, long groupId)
    {
        foreach (var entry in directory.List())
        {
            var metadata = directory.GetMetadata(entry.Name);
            if (metadata.UserId != userId || metadata.GroupId != groupId)
            {
                Give(directory, entry.Name, userId, groupId);
            }

            if (metadata.Kind == FileKind.Directory)
            {
                using var child = directory.OpenDirectory(entry.Name);
                Apply(child, userId, groupId);
            }
        }

        directory.Sync();
    }

    private static void Give(IDirectory directory, FileName name, long userId, long groupId)
    {
        try
        {
            directory.SetOwner(name, userId, groupId);
        }
        catch (FileException error) when (error.Error is FileError.Denied or FileError.Unsupported)
        {
            // Who is not root keeps what he makes; the restore has said so of the files of the backup.
        }
    }
}
