using GeodeArchive.Io.Files;

namespace GeodeArchive.Store.Files;

/// <summary>
/// The file <c>restoring</c> of a data directory: there from before a restore writes anything until all of it is durable. No database is
/// opened where it is. Nothing is in it.
/// </summary>
public static class RestoreMark
{
    private const int FileMode = 0x180; // 0600

    private static readonly FileName Name = FileName.From("restoring");

    /// <summary>Says that a restore begins. Durable when this returns.</summary>
    /// <param name="data">The data directory; stays the caller's.</param>
    /// <exception cref="FileException">It cannot be made, or is there.</exception>
    public static void Put(IDirectory data)
    {
        data.CreateFile(Name, FileMode).Dispose();
        data.Sync();
    }

    /// <summary>Says that the restore is complete. Durable when this returns.</summary>
    /// <exception cref="FileException">It cannot be taken away.</exception>
    public static void Remove(IDirectory data)
    {
        data.DeleteFile(Name);
        data.Sync();
    }

    /// <summary>Refuses a directory that a restore has not completed.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.Unfinished"/>.</exception>
    /// <exception cref="FileException">The directory cannot be read.</exception>
    public static void DemandNone(IDirectory data)
    {
        if (IsIn(data))
        {
            throw new StoreException(
                StoreError.Unfinished,
                $"a restore into {data.DisplayPath} did not end",
                "remove the directory with all in it, and restore again");
        }
    }

    /// <summary>Whether a restore into a directory has not been completed.</summary>
    /// <exception cref="FileException">The directory cannot be read.</exception>
    public static bool IsIn(IDirectory data)
    {
        try
        {
            data.GetMetadata(Name);
            return true;
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            return false;
        }
    }
}
