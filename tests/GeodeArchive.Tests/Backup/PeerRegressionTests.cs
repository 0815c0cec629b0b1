using GeodeArchive.Cli;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Simulation.Disks;
using GeodeArchive.Tests.Backup.Collecting;
using GeodeArchive.Tests.Backup.Interrupted;
using GeodeArchive.Tests.Cli;

namespace GeodeArchive.Tests.Backup;

/// <summary>
/// Bugs that programs of this kind have shipped, and what shows that this one does not have them:
/// <list type="table">
/// <listheader><term>Bug</term><description>Test</description></listheader>
/// <item><term>collection deletes chunks that a running backup refers to</term><description><see cref="CollectionHistoryTests"/></description></item>
/// <item><term>plain and encrypted chunks share an id</term>
/// <description><see cref="What_is_stored_encrypted_outlives_the_same_bytes_stored_plain"/></description></item>
/// <item><term>two names collide, and a backup is lost with exit code 0</term>
/// <description><see cref="Of_two_backups_of_one_name_at_once_only_one_is_reported"/></description></item>
/// <item><term>a rotation of keys deletes something on a failed rename</term>
/// <description><see cref="A_rotation_whose_rename_fails_leaves_the_old_key"/>, and all else that can fail in <see cref="InterruptionTests"/></description></item>
/// <item><term>a replica commits a manifest over missing chunks</term>
/// <description><see cref="CollectTests.Commit_over_a_segment_that_was_deleted_is_refused"/>,
/// <see cref="HostileExportTests.An_object_that_is_left_out_is_missed"/></description></item>
/// <item><term>duplicates, and prune loses both (rustic#392)</term>
/// <description><see cref="Chunks_that_two_writers_stored_at_once_outlive_one_of_them"/></description></item>
/// <item><term>a file is taken for unchanged when its time goes back (pgbackrest, pull request 2123)</term>
/// <description><see cref="A_file_whose_time_was_set_back_is_read_again"/></description></item>
/// <item><term>a step of the clock makes collectable what is in use</term>
/// <description><see cref="CollectTests.Step_of_the_clock_fences_at_most_and_loses_nothing"/></description></item>
/// <item><term>a pattern for temporary names matches a user's file</term>
/// <description><see cref="Files_that_are_named_like_the_archives_own_are_saved"/>,
/// <see cref="CollectTests.Users_own_files_are_never_taken_for_leavings"/></description></item>
/// </list>
/// </summary>
public sealed class PeerRegressionTests
{
    private const string Root = InterruptedArchive.Root;

    [Theory]
    [InlineData("full-1 old-1", "full-2", "old-2")]
    [InlineData("full-2 old-2", "full-1", "old-1")]
    public void What_is_stored_encrypted_outlives_the_same_bytes_stored_plain(string deleted, string first, string second)
    {
        var archive = InterruptedArchive.Create(1);
        archive.Done("backup delete " + string.Join(' ', deleted.Split(' ').Select(name => $"{Root}/{name}")));
        archive.Done($"repository collect {Root}");
        archive.Done($"repository collect {Root}");
        Assert.Equal([first, second], archive.List());
        archive.CheckSound();
        archive.CheckRestores([first, second]);
    }

    [Fact]
    public void Of_two_backups_of_one_name_at_once_only_one_is_reported()
    {
        foreach (var seed in SimulationSeeds.Sweep(10))
        {
            var disk = new SimulatedDisk(seed);
            disk.PutFile("/source-0/a", "the bytes of one"u8);
            disk.PutFile("/source-1/a", "the bytes of the other"u8);
            SimulatedMachine.Run(seed, disk, machine =>
            {
                var runs = new CommandRun[2];
                var writers = Enumerable.Range(0, 2).Select(i => machine.Machine.Scheduler.Start(
                    $"writer {i}", () => runs[i] = Run(machine, $"backup create --source /source-{i} --output /root/full-1"))).ToList();
                writers.ForEach(writer => writer.Join());
                Assert.Equal([ExitCodes.Done, ExitCodes.Exists], runs.Select(run => run.ExitCode).Order());
                var winner = runs[0].ExitCode == ExitCodes.Done ? 0 : 1;
                Assert.Equal(ExitCodes.Done, Run(machine, "backup restore --input /root/full-1 --data-dir /restored").ExitCode);
                Assert.Equal(disk.Snapshot($"/source-{winner}"), disk.Snapshot("/restored"));
            });
        }
    }

    [Fact]
    public void A_rotation_whose_rename_fails_leaves_the_old_key()
    {
        var archive = InterruptedArchive.Create(1);
        archive.Disk.AddFault(new SimulatedFault(FaultKind.Error)
        {
            On = DiskOperations.Rename,
            Path = path => path.Contains("/archive/keys/", StringComparison.Ordinal),
        });
        Assert.NotEqual(ExitCodes.Done, archive.Run($"key rotate {Root} --new-key-file {InterruptedArchive.SecondKey}").ExitCode);
        archive.Disk.ClearFaults();
        archive.CheckSound();
        archive.CheckRestores(archive.List());
    }

    [Fact]
    public void Chunks_that_two_writers_stored_at_once_outlive_one_of_them()
    {
        const int Size = 60_000;
        var twiceCount = 0;
        foreach (var seed in SimulationSeeds.Sweep(10))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var bytes = new byte[Size];
                machine.Random.Fill(bytes);
                machine.Disk.PutFile("/source/a", bytes);
                machine.Disk.PutFile("/source/b", bytes);
                var writers = new[] { "full-1", "full-2" }.Select(name => machine.Machine.Scheduler.Start(
                    name, () => new CollectedArchive(machine.Machine).Backup("/source", name))).ToList();
                writers.ForEach(writer => writer.Join());
                var stored = machine.Disk.Snapshot("/archive-root/archive/segments").Sum(entry => entry.Content.Length / 2);
                twiceCount += stored > 2 * Size ? 1 : 0;
                var archive = new CollectedArchive(machine.Machine);
                archive.Delete(seed % 2 == 0 ? "full-1" : "full-2");
                archive.Collect();
                archive.Collect();
                var left = Assert.Single(archive.Backups());
                Assert.Empty(archive.Verify(left).Damages);
                archive.Restore(left, "/restored");
                Assert.Equal(machine.Disk.Snapshot("/source"), machine.Disk.Snapshot("/restored"));
            });
        }

        Assert.True(twiceCount > 0, "the writers stored nothing twice");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(2_000)]
    public void A_file_whose_time_was_set_back_is_read_again(long seconds) => SimulatedMachine.Run(1, machine =>
    {
        var program = new ArchiveProgram(machine.Machine);
        machine.Disk.PutFile("/source/a", "what it was"u8);
        Change(machine.Machine, "what it was"u8, 2_000);
        machine.Clock.StepWallTime(TimeSpan.FromHours(1));
        program.Backup("/source", "full-1");
        machine.Clock.StepWallTime(TimeSpan.FromHours(1));
        Change(machine.Machine, "what it IS!"u8, seconds);
        machine.Clock.StepWallTime(TimeSpan.FromHours(1));
        program.Backup("/source", "incr-1", BackupType.Incremental);
        program.Restore("incr-1", "/restored");
        Assert.Equal(machine.Disk.ReadFile("/source/a"), machine.Disk.ReadFile("/restored/a"));
        Assert.Equal(machine.Disk.Snapshot("/source"), machine.Disk.Snapshot("/restored"));
    });

    [Fact]
    public void Files_that_are_named_like_the_archives_own_are_saved() => SimulatedMachine.Run(1, machine =>
    {
        string[] names = [".0123456789abcdef.tmp", "a.tmp", "archive/repository", "archive/segments/00/.0123456789abcdef.tmp", "archive/keys/x~", "core"];
        foreach (var name in names)
        {
            machine.Disk.PutFile("/source/" + name, "a user's"u8);
        }

        var program = new ArchiveProgram(machine.Machine);
        program.Backup("/source", "full-1");
        program.Restore("full-1", "/restored");
        Assert.All(names, name => Assert.True(machine.Disk.Contains("/restored/" + name), name));
        Assert.Equal(machine.Disk.Snapshot("/source"), machine.Disk.Snapshot("/restored"));
    });

    /// <summary>Writes into the file as it is, so that nothing but its times tells.</summary>
    private static void Change(Machine machine, ReadOnlySpan<byte> content, long seconds)
    {
        using var directory = machine.Files.OpenDirectory(FilePath.From("/source"));
        var name = FileName.From("a");
        using (var file = directory.OpenFileForWriting(name))
        {
            file.Write(content, 0);
        }

        directory.SetModifiedTime(name, new FileTime(seconds, 0));
    }

    private static CommandRun Run(SimulatedMachine machine, string commandLine) => CommandRun.On(machine.Machine, commandLine);
}
