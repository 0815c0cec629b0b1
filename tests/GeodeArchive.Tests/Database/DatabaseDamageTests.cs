using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Store;

namespace GeodeArchive.Tests.Database;

/// <summary>Bits that flip and writes that get lost: a database that was closed says that it is damaged, or is as it was; nothing else.</summary>
public sealed class DatabaseDamageTests
{
    [Theory]
    [InlineData("/data/graphs", 1)]
    [InlineData("/data/graphs", 12)]
    [InlineData("/data/catalog", 1)]
    [InlineData("/data/catalog", 5)]
    [InlineData("/data/wal", 1)]
    public void A_flipped_bit_is_found_or_does_no_harm(string place, int count)
    {
        var (before, history) = DatabaseFaultTests.NewDatabase(3);
        var random = new SeededRandom(7);
        var files = before.Snapshot(DatabaseBench.Folder)
            .Where(entry => entry.Kind == FileKind.Regular)
            .Select(entry => $"{DatabaseBench.Folder}/{entry.Path}")
            .Where(path => path.StartsWith(place, StringComparison.Ordinal)).ToList();
        var detected = 0;
        for (ulong number = 0; number < 40; number++)
        {
            var disk = before.Clone(number);
            for (var flip = 0; flip < count; flip++)
            {
                var path = files[random.Next(files.Count)];
                var content = disk.ReadFile(path);
                var offset = Array.FindIndex(content, random.Next(content.Length), value => value != 0);
                disk.FlipBits(path, Math.Max(0, offset), (byte)(1 << random.Next(8)));
            }

            detected += IsDetectedOrHarmless(number, disk, history.Clone()) ? 1 : 0;
        }

        // One alone is hardly ever in a page that counts, or there is a checkpoint before.
        var isSure = count > 1 || place == "/data/wal";
        Assert.True(!isSure || detected > 5, $"only {detected} were found");
    }

    [Theory]
    [InlineData(FaultKind.LostWrite, "/wal/")]
    [InlineData(FaultKind.FlippedBitInWrite, "/wal/")]
    [InlineData(FaultKind.LostWrite, "/data/")]
    [InlineData(FaultKind.FlippedBitInWrite, "/data/")]
    [InlineData(FaultKind.MisdirectedWrite, "/data/")]
    public void A_write_that_went_wrong_is_found_or_does_no_harm(FaultKind kind, string place)
    {
        var (before, known) = DatabaseFaultTests.NewDatabase(2);
        var shape = new WorkloadShape { TransactionCount = 6, LargeOdds = 12, DropOdds = 12, CheckpointOdds = 5, IsPatient = true };
        for (ulong number = 0; number < 12; number++)
        {
            var disk = before.Clone(number);
            var history = known.Clone();
            disk.AddFault(new SimulatedFault(kind)
            {
                SkipCount = (long)number * 3,
                Path = path => path.Contains(place, StringComparison.Ordinal) && (place == "/wal/" || !path.Contains("/wal/", StringComparison.Ordinal)),
            });
            SimulatedMachine.Run(4, disk, machine =>
            {
                try
                {
                    DatabaseLife.Run(machine, history, DatabaseLife.SmallOptions, shape);
                }
                catch (StoreException error) when (error.Error is StoreError.Damaged)
                {
                    // Found while it was opened.
                }
            });
            disk.ClearFaults();
            IsDetectedOrHarmless(number, disk, history);
        }
    }

    private static bool IsDetectedOrHarmless(ulong seed, SimulatedDisk disk, DatabaseHistory history)
    {
        var isDetected = false;
        SimulatedMachine.Run(seed, disk, machine =>
        {
            try
            {
                using var database = DatabaseBench.Open(machine, DatabaseLife.SmallOptions);
                history.Settle(database);
            }
            catch (StoreException error) when (error.Error is StoreError.Damaged or StoreError.Unsupported)
            {
                isDetected = true;
            }
        });
        Assert.Equal(0, disk.OpenHandleCount);
        return isDetected;
    }
}
