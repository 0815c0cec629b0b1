using GeodeArchive.Io;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary>A backup that a command reads: where it is, open.</summary>
/// <param name="Repository">The repository; owned.</param>
/// <param name="Name">The backup's name there.</param>
internal sealed record ArchiveInput(ArchiveRepository Repository, string Name) : IDisposable
{
    /// <summary>Opens ROOT of ROOT/NAME; whether NAME is there is for whoever looks it up.</summary>
    /// <exception cref="RepositoryException">It is no archive root, or damaged.</exception>
    public static ArchiveInput Open(Machine machine, BackupPlace place) => new(ArchiveRoot.Open(machine, place.Root), place.Name);

    /// <inheritdoc/>
    public void Dispose() => Repository.Dispose();
}
