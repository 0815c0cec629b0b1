using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Backup.Collecting;

/// <summary>Histories of several writers, readers, deleters and collectors at once; <c>tools/simulate</c> runs more of them.</summary>
public sealed class CollectionHistoryTests
{
    private const string CountVariable = "GEODE_HISTORIES";
    private const int CountDefault = 6;

    [Fact]
    public void Random_histories_keep_every_backup_and_leave_nothing_dead()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), out var asked) ? asked : CountDefault;
        foreach (var seed in SimulationSeeds.Sweep(count))
        {
            CollectionHistory.Run(seed);
        }
    }
}
