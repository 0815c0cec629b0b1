using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Repository;

/// <summary>Repositories on a simulated disk.</summary>
internal static class SimulatedRepository
{
    public const string Root = "/root";

    /// <summary>Runs a test with a new repository.</summary>
    public static void Run(ulong seed, Action<SimulatedMachine, ArchiveRepository> test) => SimulatedMachine.Run(seed, machine =>
    {
        machine.Disk.PutDirectory(Root);
        using var repository = Open(machine.Machine);
        test(machine, repository);
    });

    /// <summary>Opens the repository, as another program would.</summary>
    public static ArchiveRepository Open(Machine machine) => ArchiveRepository.OpenOrCreate(
        machine, new LocalObjectStore(machine.Files.OpenDirectory(FilePath.From(Root)), machine.Entropy));
}
