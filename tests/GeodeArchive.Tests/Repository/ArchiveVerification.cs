using GeodeArchive.Backup;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Verifying;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Io;
using GeodeArchive.Objects;
using GeodeArchive.Repository;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Repository;

/// <summary>Opens an archive and verifies all its backups with both checks, as the command does.</summary>
internal static class ArchiveVerification
{
    /// <summary>Everything that was found; nothing if the archive is intact. Whatever is not a finding comes out as an exception.</summary>
    public static IReadOnlyList<FoundDamage> Run(IObjectStore store, IReadOnlyList<string> backups, out IReadOnlyList<Problem> notes)
    {
        var machine = new Machine(new SimulatedDisk(1), TimeProvider.System, new SeededEntropy(1), new InlineScheduler());
        var found = new List<FoundDamage>();
        var noted = new List<Problem>();
        notes = noted;
        try
        {
            using var repository = ArchiveRepository.Open(machine, store);
            foreach (var backup in backups)
            {
                var result = new VerifyPipeline(repository, new VerifyOptions { Name = backup, WorkerCount = 1 }, new RunProgress()).Run();
                found.AddRange(result.Damages.Select(From));
                noted.AddRange(result.Notes);
            }
        }
        catch (RepositoryException failure)
        {
            found.Add(From(failure));
        }

        return found;
    }

    private static FoundDamage From(RepositoryException failure) => new(failure.DamagedKey, failure.DamagedOffset, failure.Message);
}
