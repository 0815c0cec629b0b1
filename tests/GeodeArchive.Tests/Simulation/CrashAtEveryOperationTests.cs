using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;

namespace GeodeArchive.Tests.Simulation;

/// <summary>
/// The way in which a program's every crash is tried, on the smallest program that needs it: replace a file so that it is the
/// old or the new one, and the new one once that was reported. Left-out steps must be found, or the simulation proves nothing.
/// </summary>
public sealed class CrashAtEveryOperationTests
{
    private static readonly byte[] Old = [.. Enumerable.Repeat((byte)'o', 2000)];
    private static readonly byte[] New = [.. Enumerable.Repeat((byte)'n', 3000)];

    [Fact]
    public void Replacing_with_both_syncs_survives_every_crash() => Assert.Empty(Violations(syncsFile: true, syncsDirectory: true));

    [Fact]
    public void Leaving_out_the_sync_of_the_file_is_found() =>
        Assert.Contains("neither the old nor the new file", Violations(syncsFile: false, syncsDirectory: true));

    [Fact]
    public void Leaving_out_the_sync_of_the_directory_is_found() =>
        Assert.Contains("reported as done and not there", Violations(syncsFile: true, syncsDirectory: false));

    [Fact]
    public void The_number_of_operations_is_known_from_a_run_without_faults()
    {
        var disk = NewDisk(seed: 1);
        Assert.False(Replace(seed: 1, disk, syncsFile: true, syncsDirectory: true, () => { }));

        // Create, write, sync, rename, sync; and opening the directory.
        Assert.Equal(5, disk.MutationCount);
        Assert.Equal(6, disk.OperationCount);
        for (var number = 1; number <= 7; number++)
        {
            var other = NewDisk(seed: 1);
            other.CutPowerAtOperation(number);
            Assert.Equal(number <= 6, Replace(seed: 1, other, syncsFile: true, syncsDirectory: true, () => { }));
        }
    }

    private static HashSet<string> Violations(bool syncsFile, bool syncsDirectory)
    {
        var found = new HashSet<string>();
        for (ulong seed = 1; seed <= 40; seed++)
        {
            for (var number = 1; number <= 6; number++)
            {
                var disk = NewDisk(seed);
                disk.CutPowerAtMutation(number);
                var isReported = false;
                Replace(seed, disk, syncsFile, syncsDirectory, () => isReported = true);
                disk.CutPower();
                var left = disk.Crash(seed).ReadFile("/file");
                if (!left.SequenceEqual(Old) && !left.SequenceEqual(New))
                {
                    found.Add("neither the old nor the new file");
                }
                else if (isReported && !left.SequenceEqual(New))
                {
                    found.Add("reported as done and not there");
                }
            }
        }

        return found;
    }

    private static SimulatedDisk NewDisk(ulong seed)
    {
        var disk = new SimulatedDisk(seed);
        disk.PutFile("/file", Old);
        return disk;
    }

    private static bool Replace(ulong seed, SimulatedDisk disk, bool syncsFile, bool syncsDirectory, Action report)
    {
        return SimulatedMachine.Run(seed, disk, machine =>
        {
            using var root = machine.Machine.Files.OpenDirectory(FilePath.From("/"));
            using (var file = root.CreateFile(FileName.From("temporary"), mode: 0))
            {
                file.Write(New, offset: 0);
                if (syncsFile)
                {
                    file.Sync();
                }
            }

            root.Rename(FileName.From("temporary"), root, FileName.From("file"), replace: true);
            if (syncsDirectory)
            {
                root.Sync();
            }

            report();
        }).Crashed;
    }
}
