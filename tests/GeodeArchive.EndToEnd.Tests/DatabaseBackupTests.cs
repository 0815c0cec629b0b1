using System.Text.Json;

namespace GeodeArchive.EndToEnd.Tests;

/// <summary>The published program on the data directory of a database that was killed under load.</summary>
public sealed class DatabaseBackupTests
{
    [Fact]
    public void A_killed_database_is_backed_up_listed_verified_and_restored()
    {
        using Workspace work = new();
        LoadProgram load = new(Directory.CreateDirectory(work["load"]).FullName, clientCount: 4);
        string data = Path.Combine(work["load"], "data");
        load.RunAndKill("committed", 300, TimeSpan.FromMilliseconds(20));
        Create(work, data, "full-1");
        load.RunAndKill("committed", 100, TimeSpan.FromMilliseconds(20));
        using JsonDocument document = JsonDocument.Parse(Create(work, data, "incr-1", "--type", "incremental", "--json"));
        JsonElement backup = document.RootElement.GetProperty("backup");
        Assert.Equal("full-1", backup.GetProperty("parent").GetString());
        Assert.Equal(0, document.RootElement.GetProperty("notes").GetArrayLength());

        // What was acknowledged is still there: a backup makes a checkpoint, and changes nothing.
        load.Verify();
        string list = Workspace.Succeed(PublishedProgram.Archive.Run("backup", "list", work.Root));
        Assert.Contains("full-1", list, StringComparison.Ordinal);
        Assert.Contains("incr-1", list, StringComparison.Ordinal);
        foreach (string name in (string[])["full-1", "incr-1"])
        {
            string target = work["restored-" + name];
            Workspace.Succeed(PublishedProgram.Archive.Run("backup", "verify", "--input", $"{work.Root}/{name}"));
            Workspace.Succeed(PublishedProgram.Archive.Run("backup", "restore", "--input", $"{work.Root}/{name}", "--data-dir", target));
            Assert.Contains(": sound; ", Workspace.Succeed(PublishedProgram.Archive.Run("store", "check", "--data-dir", target)), StringComparison.Ordinal);
            Assert.Equal("700 600", Shell.Output("stat -c %a \"$1/graphs\" \"$1/catalog\" | tr '\\n' ' '", target).Trim());
        }

        // The incremental onto the restored full, as an operator applies a chain step by step; twice does no harm, backwards is refused.
        string[] update = ["backup", "restore", "--input", $"{work.Root}/incr-1", "--data-dir", work["restored-full-1"], "--incremental"];
        Assert.Contains("; nothing was written", Workspace.Succeed(PublishedProgram.Archive.Run([.. update, "--dry-run"])), StringComparison.Ordinal);
        for (int time = 0; time < 2; time++)
        {
            Workspace.Succeed(PublishedProgram.Archive.Run(update));
            Assert.Equal(CountKeys(work["restored-incr-1"]), CountKeys(work["restored-full-1"]));
        }

        ProgramRun backwards = PublishedProgram.Archive.Run(
            "backup", "restore", "--input", $"{work.Root}/full-1", "--data-dir", work["restored-full-1"], "--incremental");
        Assert.Equal(13, backwards.ExitCode);
        Assert.Contains("nothing was written", backwards.Error, StringComparison.Ordinal);
        Assert.Equal(CountKeys(work["restored-incr-1"]), CountKeys(work["restored-full-1"]));
    }

    [Fact]
    public void What_is_no_database_leaves_no_archive_root()
    {
        using Workspace work = new();
        Directory.CreateDirectory(work["empty"]);
        ProgramRun run = PublishedProgram.Archive.Run("backup", "create", "--data-dir", work["empty"], "--output", $"{work.Root}/full-1");
        Assert.Equal(12, run.ExitCode);
        Assert.Contains("there is no database in", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(work.Root));
    }

    private static string CountKeys(string data) => JsonDocument.Parse(
        Workspace.Succeed(PublishedProgram.Archive.Run("store", "check", "--data-dir", data, "--json"))).RootElement.GetProperty("key_count").ToString();

    private static string Create(Workspace work, string data, string name, params string[] options) => Workspace.Succeed(
        PublishedProgram.Archive.Run(["backup", "create", "--data-dir", data, "--output", $"{work.Root}/{name}", .. options]));
}
