using GeodeArchive.Io.Files;

namespace GeodeArchive.Store.Files;

/// <summary>The file <c>lock</c> of a data directory, which who has the directory open holds. Nothing is in it.</summary>
public static class DataDirectoryLock
{
    private const int FileMode = 0x180; // 0600

    private static readonly FileName Name = FileName.From("lock");

    /// <summary>Takes the lock, for a database that is to run.</summary>
    /// <param name="data">The data directory; stays the caller's.</param>
    /// <param name="isRestored">Whether the caller is the restore that has marked the directory: see <see cref="RestoreMark"/>.</param>
    /// <returns>The file: the lock is given back when it is disposed of.</returns>
    /// <exception cref="StoreException"><see cref="StoreError.Locked"/>, <see cref="StoreError.Unfinished"/>.</exception>
    /// <exception cref="FileException">The file can be neither made nor opened.</exception>
    public static IFile Take(IDirectory data, bool isRestored = false)
    {
        const string Hint = "stop the server that has it, or connect to it";
        if (isRestored)
        {
            return Lock(OpenOrCreate(data), data, Hint);
        }

        // Nothing is made where a restore has not ended.
        RestoreMark.DemandNone(data);
        return DemandUnmarked(Lock(OpenOrCreate(data), data, Hint), data);
    }

    /// <summary>
    /// Takes the lock, for who only reads: writes nothing. Without a lock file no database has run here, or it is a copy, and nobody can
    /// hold it.
    /// </summary>
    /// <param name="data">The data directory; stays the caller's.</param>
    /// <returns>The file: the lock is given back when it is disposed of. Null if there is none.</returns>
    /// <exception cref="StoreException"><see cref="StoreError.Locked"/>, <see cref="StoreError.Unfinished"/>.</exception>
    /// <exception cref="FileException">The file is there, and cannot be opened.</exception>
    public static IFile? TakeToRead(IDirectory data)
    {
        RestoreMark.DemandNone(data);
        IFile file;
        try
        {
            file = data.OpenFile(Name);
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            return null;
        }

        return DemandUnmarked(Lock(file, data, "stop the server, or check a copy"), data);
    }

    /// <summary>Who had the lock until now may have begun a restore.</summary>
    private static IFile DemandUnmarked(IFile held, IDirectory data)
    {
        try
        {
            RestoreMark.DemandNone(data);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static IFile Lock(IFile file, IDirectory data, string hint)
    {
        try
        {
            return file.TryLock()
                ? file
                : throw new StoreException(StoreError.Locked, $"{data.DisplayPath} is open in another process", hint);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static IFile OpenOrCreate(IDirectory data)
    {
        try
        {
            return data.CreateFile(Name, FileMode);
        }
        catch (FileException error) when (error.Error == FileError.Exists)
        {
            return data.OpenFileForWriting(Name);
        }
    }
}
