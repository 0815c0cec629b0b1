using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Files;
using GeodeArchive.Wal;

namespace GeodeArchive.Store;

/// <summary>
/// The database in a data directory that no process has open: held, so that none opens it, until this is disposed of or
/// <see cref="BeginRestore"/> was called. Changes nothing before that.
/// </summary>
public sealed class RestoredDatabase : IDisposable
{
    private static readonly FileName CatalogName = FileName.From("catalog");
    private static readonly FileName LogName = FileName.From("wal");

    private readonly IDirectory _data;
    private readonly IFile? _lock;

    private RestoredDatabase(Machine machine, IDirectory data, IFile? held)
    {
        _data = data;
        _lock = held;
        using var files = new DirectoryStoreFiles(machine, data, isReadOnly: true);
        using var store = TreeStore.Open(files, machine, new StoreOptions());
        DatabaseId = store.DatabaseId;
        Origin = store.Ancestors.Count > 0 ? store.Ancestors[^1] : null;
        HasFallenBack = store.HasFallenBack;
        Log = LogState.Read(machine, data.OpenDirectory(LogName), store.Last.CheckpointLsn);
    }

    /// <summary>The database.</summary>
    public DatabaseId DatabaseId { get; }

    /// <summary>
    /// The last checkpoint of the life before this one: that of the backup, if nobody opened the database since it was restored.
    /// </summary>
    public StoreAncestor? Origin { get; }

    /// <summary>Whether its last checkpoint is damaged.</summary>
    public bool HasFallenBack { get; }

    /// <summary>Its log: nothing was committed since its timeline began, if that ends where it began.</summary>
    public LogState Log { get; }

    /// <summary>Looks at a database.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="path">The data directory.</param>
    /// <param name="isToRestore">Whether <see cref="BeginRestore"/> may be called: else not even a lock file is made.</param>
    /// <exception cref="StoreException">
    /// <see cref="StoreError.Locked"/>, <see cref="StoreError.Unfinished"/>, <see cref="StoreError.NotFound"/>,
    /// <see cref="StoreError.Damaged"/>, or an I/O error.
    /// </exception>
    public static RestoredDatabase Open(Machine machine, FilePath path, bool isToRestore)
    {
        IDirectory? data = null;
        IFile? held = null;
        try
        {
            data = machine.Files.OpenDirectory(path);
            held = isToRestore ? TakeLock(data) : DataDirectoryLock.TakeToRead(data);
            return new RestoredDatabase(machine, data, held);
        }
        catch (Exception error)
        {
            held?.Dispose();
            data?.Dispose();
            switch (error)
            {
                case FileException { Error: FileError.NotFound }:
                    throw new StoreException(
                        StoreError.NotFound, $"there is no database in {path}", "restore a backup into it first", error);
                case FileException failure:
                    throw StoreException.From(failure);
                case LogException failure:
                    throw StoreException.From(failure);
                default:
                    throw;
            }
        }
    }

    /// <summary>Marks the directory, so that nobody opens it before the restore is complete, and removes the log.</summary>
    /// <exception cref="FileException">The directory cannot be written; if it is marked, it must be restored anew.</exception>
    public void BeginRestore()
    {
        RestoreMark.Put(_data);
        using var log = _data.OpenDirectory(LogName);
        DeleteAll(log);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock?.Dispose();
        _data.Dispose();
    }

    /// <summary>A directory without a catalog gets no lock file.</summary>
    private static IFile TakeLock(IDirectory data)
    {
        RestoreMark.DemandNone(data);
        data.GetMetadata(CatalogName);
        return DataDirectoryLock.Take(data);
    }

    private static void DeleteAll(IDirectory directory)
    {
        foreach (var entry in directory.List())
        {
            if (directory.GetMetadata(entry.Name).Kind == FileKind.Directory)
            {
                using (var inner = directory.OpenDirectory(entry.Name))
                {
                    DeleteAll(inner);
                }

                directory.DeleteDirectory(entry.Name);
            }
            else
            {
                directory.DeleteFile(entry.Name);
            }
        }

        directory.Sync();
    }
}
