using GeodeArchive.Cli.Keys;
using GeodeArchive.Configuration.Keys;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary>Opens archive roots by their path.</summary>
internal static class ArchiveRoot
{
    private const int DirectoryMode = 0x1C0; // 0700

    // "archive" without a repository is left by a run that died before its first commit; "lost+found" is in every new file system.
    private static readonly FileName[] NamesOfEmpty = [FileName.From("archive"), FileName.From("lost+found")];

    /// <summary>The root of commands that are given none, where the configuration has none either.</summary>
    public static FilePath Usual { get; } = BackupKeys.Directory.Default!.Value;

    /// <summary>Opens a root that exists, and unlocks its keys if it has some and <paramref name="key"/> is given.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="root">The root.</param>
    /// <param name="key">The key; null if none was given.</param>
    /// <param name="below">If given, it is only looked at, as it is without this manifest and those after it.</param>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.NotARoot"/> when it is none.</exception>
    public static ArchiveRepository Open(Machine machine, FilePath root, GivenKey? key, ManifestNumber? below = null)
    {
        var store = new LocalObjectStore(machine.Files.OpenDirectory(root), machine.Entropy);
        return Opened(store, key, () => ArchiveRepository.Open(machine, store, below));
    }

    /// <summary>
    /// Opens a root whose backups are to be read. One without keys is refused to who names a key: else a plain archive that somebody put in
    /// the place of an encrypted one would be taken for it.
    /// </summary>
    /// <exception cref="RepositoryException">
    /// <see cref="RepositoryError.Key"/>: the key is wrong, or there is nothing that it opens.
    /// </exception>
    public static ArchiveRepository OpenToRead(Machine machine, FilePath root, GivenKey? key)
    {
        var repository = Open(machine, root, key);
        if (key is not { IsUsual: false } || repository.Keys is not null)
        {
            return repository;
        }

        repository.Dispose();
        throw new RepositoryException(
            RepositoryError.Key,
            $"a key was named, and {root} is an archive without keys: nobody vouches for what is in it",
            "if it was never encrypted, name no key (GEODE_ENCRYPTION_KEY_FILE names one, too)");
    }

    /// <summary>Opens a root, or makes one in an absent or empty directory.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Exists"/> when the directory holds something else.</exception>
    public static ArchiveRepository OpenOrCreate(Machine machine, FilePath root, GivenKey? key)
    {
        var directory = machine.Files.OpenOrCreateDirectory(root, DirectoryMode);
        var store = new LocalObjectStore(directory, machine.Entropy);
        return Opened(store, key, () =>
        {
            try
            {
                return ArchiveRepository.Open(machine, store);
            }
            catch (RepositoryException error) when (error.Error == RepositoryError.NotARoot)
            {
                var isEmpty = directory.List().All(entry => NamesOfEmpty.Contains(entry.Name));
                return isEmpty ? ArchiveRepository.OpenOrCreate(machine, store) : throw NotEmpty(root);
            }
        });
    }

    /// <summary>True if both paths lead to the same directory.</summary>
    public static bool IsSame(Machine machine, FilePath first, FilePath second) =>
        IsSame(GetMetadata(machine, first), GetMetadata(machine, second));

    /// <summary>True if both are metadata of the same directory.</summary>
    public static bool IsSame(FileMetadata first, FileMetadata second) => first.Inode == second.Inode && first.Device == second.Device;

    /// <summary>Metadata of a directory.</summary>
    public static FileMetadata GetMetadata(Machine machine, FilePath path)
    {
        using var directory = machine.Files.OpenDirectory(path);
        return directory.GetMetadata();
    }

    /// <summary>Metadata of a directory; null when there is none.</summary>
    public static FileMetadata? FindMetadata(Machine machine, FilePath path)
    {
        try
        {
            return GetMetadata(machine, path);
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            return null;
        }
    }

    private static ArchiveRepository Opened(LocalObjectStore store, GivenKey? key, Func<ArchiveRepository> open)
    {
        try
        {
            var repository = open();
            key?.Unlock(repository);
            return repository;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static RepositoryException NotEmpty(FilePath root) => new(
        RepositoryError.Exists,
        $"{root} is not an archive root, and not empty",
        "a new archive root is made in an absent or empty directory only: choose another directory for --output");
}
