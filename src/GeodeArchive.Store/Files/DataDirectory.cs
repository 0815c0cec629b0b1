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

    private readonly IDirectory _data;
    private readonly IFile _lock;
    private IDirectory? _log;

    private DataDirectory(Machine machine, IDirectory data, IDirectory? log, IFile held)
    {
        _data = data;
        _log = log;
        _lock = held;
        Files = new DirectoryStoreFiles(machine, data);
    }

    /// <summary>The store's files.</summary>
    public DirectoryStoreFiles Files { get; }

    /// <summary>Takes the lock. The directories are disposed of if this fails.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.Locked"/>, or an I/O error.</exception>
    public static DataDirectory Open(Machine machine, IDirectory data, IDirectory? log, bool isNew)
    {
        IFile? held = null;
        try
        {
            held = DataDirectoryLock.Take(data);
            log ??= OpenLog(data, isNew);
            return new DataDirectory(machine, data, log, held);
        }
        catch (Exception error)
        {
            held?.Dispose();
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
        _lock.Dispose();
        _data.Dispose();
    }

    private static IDirectory OpenLog(IDirectory data, bool isNew)
    {
        if (isNew)
        {
            try
            {
                data.CreateDirectory(LogName, DirectoryMode);
                data.Sync();
            }
            catch (FileException error) when (error.Error == FileError.Exists)
            {
                // Of an attempt that did not end; the log looks whether something is in it.
            }
        }

        return data.OpenDirectory(LogName);
    }
}
