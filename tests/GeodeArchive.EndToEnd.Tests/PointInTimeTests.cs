namespace GeodeArchive.EndToEnd.Tests;

/// <summary>kill -9 under load, and while it is archived: from backups and WAL archive all comes back that was acknowledged.</summary>
public sealed class PointInTimeTests
{
    private const int ClientCount = 4;

    private readonly Random _random = new();

    [Fact]
    public void Killed_while_it_is_archived_a_database_comes_back_from_its_archive()
    {
        using var workspace = new Workspace();
        var load = new LoadProgram(Directory.CreateDirectory(workspace["load"]).FullName, ClientCount);
        var wal = workspace["wal"];
        load.Run("--transactions", "20", "--wal-archive", wal);
        Backup(load, workspace, "full-1", "full");
        for (var round = 0; round < 4; round++)
        {
            load.RunAndKill("committed", 1 + _random.Next(600), TimeSpan.FromMilliseconds(_random.Next(100)), "--wal-archive", wal);

            // Not archived yet, and opened by somebody who does not archive.
            Backup(load, workspace, $"incr-{round}", "incremental");
        }

        load.Run("--transactions", "20", "--wal-archive", wal, "--recovery-point", "end");
        foreach (var backup in (string[])["full-1", "incr-1", "incr-3"])
        {
            var restored = workspace[$"restored-{backup}"];
            var run = PublishedProgram.Archive.Run(
                "backup", "restore", "--input", workspace[$"root/{backup}"], "--wal-archive", wal, "--data-dir", restored, "--target-name", "end");
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Contains("\nstate proven at LSN ", run.Output, StringComparison.Ordinal);
            load.Verify(restored, "--at-point", "end");
        }

        // What was lost after the backup is not there; the backup's own state is.
        var early = workspace["early"];
        var immediate = PublishedProgram.Geode.Run(
            "backup", "restore", "--input", workspace["root/incr-0"], "--wal-archive", wal, "--data-dir", early, "--target-immediate");
        Assert.True(immediate.ExitCode == 0, immediate.Error);
        var check = PublishedProgram.Archive.Run("store", "check", "--data-dir", early);
        Assert.True(check.ExitCode == 0, check.Output);
    }

    private static void Backup(LoadProgram load, Workspace workspace, string name, string type)
    {
        var run = PublishedProgram.Archive.Run(
            "backup", "create", "--data-dir", load.DataPath, "--output", workspace[$"root/{name}"], "--type", type);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
