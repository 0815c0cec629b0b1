using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;
using GeodeArchive.Store;
using GeodeArchive.Store.Files;
using GeodeArchive.Tests.Store;

namespace GeodeArchive.Tests.Backup.Databases;

/// <summary>
/// Backups of a database that was restored from one of them and went on beside the original: generations are the same on both branches,
/// and mean different pages.
/// </summary>
public sealed class ForkedBackupTests
{
    private const string Fork = "/fork";

    [Fact]
    public void An_incremental_goes_on_from_the_newest_backup_of_its_own_branch() => Run((machine, original, fork, archive, forked) =>
    {
        Change(machine, original, 2);
        archive.Backup(original, "original-2", BackupType.Incremental);
        Change(machine, fork, 2);
        Assert.True(original.Last.Generation == fork.Last.Generation, "the test is of equal generations");

        // The newest of the chain is of the other branch; the full is of both.
        var first = forked.Backup(fork, "fork-2", BackupType.Incremental);
        Assert.Equal("full-1", NameOfParent(archive, first.Backup));
        Assert.Empty(first.Notes);
        forked.AssertRestores("fork-2", CheckpointPicture.Of(fork));
        Assert.Equal([(original.IncarnationId, new Generation(2))], forked.Describe("fork-2")!.Ancestors.Select(found => (found.IncarnationId, found.Generation)));

        Change(machine, original, 3);
        Change(machine, fork, 3);
        var second = archive.Backup(original, "original-3", BackupType.Incremental);
        Assert.Equal("original-2", NameOfParent(archive, second.Backup));
        archive.AssertRestores("original-3", CheckpointPicture.Of(original));
        var third = forked.Backup(fork, "fork-3", BackupType.Incremental);
        Assert.Equal("fork-2", NameOfParent(archive, third.Backup));
        forked.AssertRestores("fork-3", CheckpointPicture.Of(fork));
    });

    [Fact]
    public void A_base_of_the_other_branch_is_never_used_and_the_output_says_so() => Run((machine, original, fork, archive, forked) =>
    {
        Change(machine, original, 2);
        archive.Backup(original, "full-2");
        Change(machine, fork, 2);
        Change(machine, fork, 3);
        var result = forked.Backup(fork, "fork-3", BackupType.Incremental, "full-2");
        Assert.Contains("full-2 is no earlier state of this database", Assert.Single(result.Notes), StringComparison.Ordinal);
        Assert.Equal("full-2", NameOfParent(archive, result.Backup));
        forked.AssertRestores("fork-3", CheckpointPicture.Of(fork));
        var differential = forked.Backup(fork, "fork-diff", BackupType.Differential, "full-2");
        Assert.Single(differential.Notes);
        forked.AssertRestores("fork-diff", CheckpointPicture.Of(fork));
    });

    [Fact]
    public void A_fork_without_a_checkpoint_of_its_own_is_the_state_it_was_forked_from() => Run((machine, original, fork, archive, forked) =>
    {
        var result = forked.Backup(fork, "fork-1", BackupType.Incremental);
        Assert.Equal(0, result.NewBytes);
        Assert.Equal(original.IncarnationId, forked.Describe("fork-1")!.IncarnationId);
        Assert.Empty(forked.Describe("fork-1")!.Ancestors);
        forked.AssertRestores("fork-1", CheckpointPicture.Of(original));
    });

    /// <summary>A store, its full backup, and a second store that was restored from that.</summary>
    private static void Run(Action<SimulatedMachine, TreeStore, TreeStore, DatabaseArchive, DatabaseArchive> body) =>
        StoreBackupTests.Run((machine, original, archive) =>
        {
            StoreBackupTests.Fill(original.CreateGraph(), machine.Random, 1200);
            StoreBackupTests.Checkpoint(original, 1);
            archive.Backup(original, "full-1");
            archive.Restore("full-1", Fork);
            using var directory = machine.Machine.Files.OpenDirectory(FilePath.From(Fork));
            using var files = new DirectoryStoreFiles(machine.Machine, directory);
            using var fork = StoreBench.Open(machine, files, new StoreOptions { BeginsIncarnation = true });
            body(machine, original, fork, archive, new DatabaseArchive(machine.Machine, data: Fork));
        });

    private static void Change(SimulatedMachine machine, TreeStore store, ulong lsn)
    {
        StoreBackupTests.Fill(store.Graph(store.Graphs.First()), machine.Random, 200);
        StoreBackupTests.Checkpoint(store, lsn);
    }

    private static string NameOfParent(DatabaseArchive archive, BackupAddRecord backup)
    {
        using var repository = archive.Open();
        return repository.State.FindBackup(backup.ParentId)!.Name;
    }
}
