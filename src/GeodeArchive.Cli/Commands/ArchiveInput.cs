using GeodeArchive.Cli.Keys;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Exporting;

namespace GeodeArchive.Cli.Commands;

/// <summary>A backup that a command reads, open: one of an archive root, or the only one of an export.</summary>
internal sealed class ArchiveInput : IDisposable
{
    private readonly ExportStore? _export;

    private ArchiveInput(ArchiveRepository repository, string name, ExportStore? export)
    {
        Repository = repository;
        Name = name;
        _export = export;
    }

    /// <summary>The repository.</summary>
    public ArchiveRepository Repository { get; }

    /// <summary>The backup's name there.</summary>
    public string Name { get; }

    /// <summary>The file of the export; null for an archive root.</summary>
    public ExportStore? Export => _export;

    /// <summary>
    /// Opens what ROOT/NAME leads to: an export if NAME is the file of one, else the archive root ROOT. Whether backup NAME is there is for
    /// whoever looks it up.
    /// </summary>
    /// <exception cref="RepositoryException">It is neither, or damaged.</exception>
    public static ArchiveInput Open(Machine machine, BackupPlace place, GivenKey? key, bool demandsKeys = true)
    {
        if (TryOpenExport(machine, place) is not { } store)
        {
            var root = demandsKeys ? ArchiveRoot.OpenToRead(machine, place.Root, key) : ArchiveRoot.Open(machine, place.Root, key);
            return new ArchiveInput(root, place.Name, null);
        }

        try
        {
            var repository = ArchiveRepository.Open(machine, store);
            key?.Unlock(repository);
            return repository.State.Backups is [var only]
                ? new ArchiveInput(repository, only.Name, store)
                : throw store.NotOneBackup(repository.State.Backups.Count);
        }
        catch (RepositoryException damage)
        {
            store.Dispose();
            throw store.Locate(damage);
        }
    }

    /// <summary>Whether ROOT/NAME leads to an export.</summary>
    public static bool IsExport(Machine machine, BackupPlace place)
    {
        using var store = TryOpenExport(machine, place);
        return store is not null;
    }

    /// <summary>Opens ROOT/NAME and runs a command on it; damage is told with the file that the user named.</summary>
    public static int Use(
        Machine machine, BackupPlace place, GivenKey? key, Func<ArchiveInput, int> run, bool demandsKeys = true)
    {
        using var input = Open(machine, place, key, demandsKeys);
        try
        {
            return run(input);
        }
        catch (RepositoryException damage) when (input.Export is not null)
        {
            throw input.Locate(damage);
        }
    }

    /// <summary>The same damage, told with the file that the user named.</summary>
    public RepositoryException Locate(RepositoryException damage) => _export?.Locate(damage) ?? damage;

    /// <inheritdoc/>
    public void Dispose() => Repository.Dispose();

    private static ExportStore? TryOpenExport(Machine machine, BackupPlace place)
    {
        IFile file;
        try
        {
            using var directory = machine.Files.OpenDirectory(place.Root);
            file = directory.OpenFile(FileName.From(place.Name));
        }
        catch (FileException)
        {
            // No file that can be read: what the root is like says what is wrong, if anything is.
            return null;
        }

        try
        {
            if (ExportStore.BeginsLikeOne(file))
            {
                return ExportStore.Open(file);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }
}
