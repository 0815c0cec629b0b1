using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Store;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary>The store in a data directory that no database runs on, for commands that only read it.</summary>
internal sealed class OfflineStore : IDisposable
{
    private static readonly FileName Catalog = FileName.From("catalog");
    private static readonly FileName Graphs = FileName.From("graphs");

    private readonly IDirectory _directory;
    private readonly IFile? _lock;

    private OfflineStore(Machine machine, IDirectory directory, IFile? held)
    {
        _directory = directory;
        _lock = held;
        Files = new DirectoryStoreFiles(machine, directory, isReadOnly: true);
    }

    /// <summary>Its files.</summary>
    public IStoreFiles Files { get; }

    /// <summary>True for a directory with a catalog and graphs, as a database keeps them.</summary>
    /// <exception cref="FileException">It cannot be read.</exception>
    public static bool LooksLikeDataDirectory(Machine machine, FilePath path)
    {
        using var directory = machine.Files.OpenDirectory(path);
        var names = directory.List();
        return names.Any(entry => entry.Name == Catalog && entry.Kind is FileKind.Regular or FileKind.Unknown)
            && names.Any(entry => entry.Name == Graphs && entry.Kind is FileKind.Directory or FileKind.Unknown);
    }

    /// <summary>
    /// Opens a data directory. Whatever keeps a database from running on it meanwhile is taken here and given back by
    /// <see cref="Dispose"/>: each command that reads an offline store comes through here.
    /// </summary>
    /// <exception cref="FileException">It does not exist, or may not be read.</exception>
    /// <exception cref="StoreException">
    /// <see cref="StoreError.Locked"/>: a database runs on it; <see cref="StoreError.Unfinished"/>: a restore into it did not end.
    /// </exception>
    public static OfflineStore Open(Machine machine, FilePath path)
    {
        var directory = machine.Files.OpenDirectory(path);
        try
        {
            return new OfflineStore(machine, directory, DataDirectoryLock.TakeToRead(directory));
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        Files.Dispose();
        _lock?.Dispose();
        _directory.Dispose();
    }
}
