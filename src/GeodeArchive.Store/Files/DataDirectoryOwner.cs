using GeodeArchive.Io.Files;

namespace GeodeArchive.Store.Files;

/// <summary>
/// Gives what is in a data directory to the owner of the directory: a restore that root runs makes files for the user that the server runs as.
/// </summary>
public static class DataDirectoryOwner
{
    /// <summary>Gives him everything below. Changes nothing where it is his.</summary>
    /// <exception cref="FileException">It is not ours to give.</exception>
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
                directory.SetOwner(entry.Name, userId, groupId);
            }

            if (metadata.Kind == FileKind.Directory)
            {
                using var child = directory.OpenDirectory(entry.Name);
                Apply(child, userId, groupId);
            }
        }

        directory.Sync();
    }
}
