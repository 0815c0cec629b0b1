using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Recovery;

namespace GeodeArchive.Cli.Commands;

/// <summary>A WAL archive in a directory, opened for reading.</summary>
internal sealed class WalArchiveDirectory : IDisposable
{
    private readonly LocalObjectStore _store;

    private WalArchiveDirectory(LocalObjectStore store, LogArchive archive)
    {
        _store = store;
        Archive = archive;
    }

    /// <summary>The archive.</summary>
    public LogArchive Archive { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="LogArchiveException">There is none, or it is damaged.</exception>
    /// <exception cref="FileException">The directory cannot be opened.</exception>
    public static WalArchiveDirectory Open(Machine machine, FilePath path)
    {
        var store = new LocalObjectStore(machine.Files.OpenDirectory(path), machine.Entropy);
        try
        {
            return new WalArchiveDirectory(store, LogArchive.Open(machine, store));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Closes it.</summary>
    public void Dispose() => _store.Dispose();
}
