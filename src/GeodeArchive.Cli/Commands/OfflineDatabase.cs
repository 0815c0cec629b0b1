using System.CommandLine;
using GeodeArchive.Configuration;
using GeodeArchive.Configuration.Keys;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Store;
using GeodeArchive.Wal;

namespace GeodeArchive.Cli.Commands;

/// <summary>Opens the database in a data directory that no server runs on, as the configuration says.</summary>
internal static class OfflineDatabase
{
    private const int DirectoryMode = 0x1C0; // 0700

    /// <summary>Opens a database under its lock, and recovers it.</summary>
    /// <exception cref="StoreException">There is none, it is in use, or it is damaged.</exception>
    public static GraphDatabase Open(CommandContext context, ParseResult arguments, FilePath path)
    {
        var configuration = context.Configuration.Read(context, arguments);
        return GraphDatabase.Open(
            context.Machine, context.Machine.Files.OpenDirectory(path), OpenLog(context.Machine, configuration, path),
            Options(configuration));
    }

    /// <summary>Opens a database, or makes one where the directory is absent or empty.</summary>
    /// <exception cref="StoreException">It is in use, or it is damaged; or the directory holds something else.</exception>
    public static GraphDatabase OpenOrCreate(CommandContext context, ParseResult arguments, FilePath path)
    {
        var configuration = context.Configuration.Read(context, arguments);
        var directory = context.Machine.Files.OpenOrCreateDirectory(path, DirectoryMode);
        if (directory.List().Count > 0)
        {
            directory.Dispose();
            return Open(context, arguments, path);
        }

        return GraphDatabase.Create(context.Machine, directory, OpenLog(context.Machine, configuration, path), Options(configuration));
    }

    /// <summary>The directory of the log, if the configuration is about this data directory and puts it elsewhere.</summary>
    private static IDirectory? OpenLog(Machine machine, GeodeConfiguration configuration, FilePath path)
    {
        var isServed = configuration.IsGiven(WalKeys.Directory)
            && configuration.Get(ServerKeys.DataDirectory) is { } served
            && ArchiveRoot.FindMetadata(machine, served) is { } found
            && ArchiveRoot.IsSame(found, ArchiveRoot.GetMetadata(machine, path));
        return isServed ? machine.Files.OpenOrCreateDirectory(configuration.Get(WalKeys.Directory)!.Value, DirectoryMode) : null;
    }

    private static DatabaseOptions Options(GeodeConfiguration configuration) => new()
    {
        Log = new LogOptions
        {
            SizeMax = configuration.Get(WalKeys.MaxSizeMb) << 20,
            SyncMode = configuration.Get(WalKeys.SyncMode) switch
            {
                "fsync" => SyncMode.Fsync,
                "open_datasync" => SyncMode.OpenDatasync,
                "none" => SyncMode.None,
                _ => SyncMode.Fdatasync,
            },
            CommitTimeout = TimeSpan.FromSeconds(configuration.Get(WalKeys.CommitTimeoutSeconds)),
        },
        Store = new StoreOptions { CacheSizeMax = configuration.Get(ServerKeys.CacheSizeMb) << 20 },
    };
}
