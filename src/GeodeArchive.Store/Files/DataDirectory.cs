using GeodeArchive.Io;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Store.Files;

/// <summary>
/// A data directory: <c>catalog</c> and <c>graphs</c>, the store's; <c>wal</c>, the log's, unless that is elsewhere; <c>lock</c>, which who
/// has it open holds. Owns the directories.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const int DirectoryMode = 0x1C0; // 0700

    private static readonly FileName LogName = FileName.From("wal");
    private static readonly FileName CatalogName = FileName.From("catalog");

    private readonly IDirectory _data;
    private readonly List<IFile> _locks;
    private IDirectory? _log;

    private DataDirectory(Machine machine, IDirectory data, IDirectory? log, List<IFile> held)
    {
        _data = data;
        _log = log;
        _locks = held;
        Files = new DirectoryStoreFiles(machine, data);
    }

    /// <summary>The store's files.</summary>
    public DirectoryStoreFiles Files { get; }

    /// <summary>Takes the lock. The directories are disposed of if this fails.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.Locked"/>, or an I/O error.</exception>
    public static DataDirectory Open(Machine machine, IDirectory data, IDirectory? log, bool isNew, bool isRestored = false)
    {
        var held = new List<IFile>();
        try
        {
            if (!isNew)
            {
                // A restore that did not end may not have come to the catalog.
                RestoreMark.DemandNone(data);
                DemandDatabase(data);
            }

            held.Add(DataDirectoryLock.Take(data, isRestored));
            if (log is not null)
            {
                held.Add(DataDirectoryLock.Take(log));
            }

            log ??= OpenLog(data, isNew);

            // Names that are seen may have been made just before the process that made them died, or could not sync them.
            data.Sync();
            return new DataDirectory(machine, data, log, held);
        }
        catch (Exception error)
        {
            held.ForEach(file => file.Dispose());
            log?.Dispose();
            data.Dispose();
            if (error is FileException failure)
            {
                throw StoreException.From(failure);
            }

            throw;
        }
    }

    /// <summary>The log's directory, which is the caller's from now on.</summary>
    public IDirectory TakeLog()
    {
        var log = _log!;
        _log = null;
        return log;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Files.Dispose();
        _log?.Dispose();
        _locks.ForEach(file => file.Dispose());
        _data.Dispose();
    }

    private static void DemandDatabase(IDirectory data)
    {
        try
        {
            data.GetMetadata(CatalogName);
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            throw new StoreException(
                StoreError.NotFound,
                $"there is no database in {data.DisplayPath}: the file catalog is missing",
                "name a data directory",
                error);
        }
    }

    private static IDirectory OpenLog(IDirectory data, bool isNew)
    {
        if (isNew)
        {
            try
            {
                data.CreateDirectory(LogName, DirectoryMode);
            }
            catch (FileException error) when (error.Error == FileError.Exists)
            {
                // Of an attempt that did not end; the log looks whether something is in it.
            }
        }

        return data.OpenDirectory(LogName);
    }
}
