using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Io;

/// <summary>The conformance suite on the simulated disk, each test under several schedules.</summary>
public sealed class SimulatedFileSystemTests : FileSystemConformance
{
    protected override void Run(Action<Machine, FilePath> body)
    {
        foreach (var seed in SimulationSeeds.Sweep(5))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                machine.Disk.PutDirectory("/test");
                body(machine.Machine, FilePath.From("/test"));
                Assert.Equal(0, machine.Disk.OpenHandleCount);
            });
        }
    }
}
