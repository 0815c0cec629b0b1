using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects;
using GeodeArchive.Objects.Local;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Objects;

/// <summary>The same store over a simulated disk, under several schedules.</summary>
public sealed class SimulatedObjectStoreTests : ObjectStoreConformance
{
    private const int Schedules = 5;

    /// <inheritdoc/>
    protected override void With(Action<IObjectStore, Machine> test)
    {
        foreach (var seed in SimulationSeeds.Sweep(Schedules))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                machine.Disk.PutDirectory("/store");
                using var store = new LocalObjectStore(
                    machine.Machine.Files.OpenDirectory(FilePath.From("/store")), machine.Machine.Entropy);
                test(store, machine.Machine);
            });
        }
    }
}
