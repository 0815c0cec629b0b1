using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary>The store in a data directory that no database runs on, for commands that only read it.</summary>
internal sealed class OfflineStore : IDisposable
{
    private readonly IDirectory _directory;

    private OfflineStore(Machine machine, IDirectory directory)
    {
        _directory = directory;
        Files = new DirectoryStoreFiles(machine, directory, isReadOnly: true);
    }

    /// <summary>Its files.</summary>
    public IStoreFiles Files { get; }

    /// <summary>
    /// Opens a data directory. Whatever keeps a database from running on it meanwhile is taken here and given back by
    /// <see cref="Dispose"/>: each command that reads an offline store comes through here.
    /// </summary>
    /// <exception cref="FileException">It does not exist, or may not be read.</exception>
    public static OfflineStore Open(Machine machine, FilePath path) => new(machine, machine.Files.OpenDirectory(path));

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        Files.Dispose();
        _directory.Dispose();
    }
}
