using System.Diagnostics;

namespace GeodeArchive.EndToEnd.Tests;

/// <summary>kill -9 under load: what was acknowledged is there, whole, and nothing else but what each client had in flight.</summary>
public sealed class KillTests
{
    private const int ClientCount = 8;
    private const int KillsLeast = 12;
    private const int KillsMost = 21;
    private const int KillsTriedMost = 90;

    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(20);

    private readonly Random _random = new();

    /// <summary>
    /// One database is killed again and again: under load, while it recovers, and while it makes a checkpoint, and is verified after each.
    /// </summary>
    [Fact]
    public void Killed_again_and_again_the_database_has_what_was_acknowledged()
    {
        using var workspace = new Workspace();
        var load = new LoadProgram(Directory.CreateDirectory(workspace["load"]).FullName, ClientCount);
        var started = Stopwatch.GetTimestamp();
        var kills = 0;
        while (kills < KillsLeast || (kills < KillsMost && Stopwatch.GetElapsedTime(started) < TimeMax) || !WereMomentsMet(load))
        {
            Assert.True(kills < KillsTriedMost, $"{Count(load, "committed")} commits, or no kill in a recovery, or none in a checkpoint");
            KillUnderLoad(load);
            load.Verify();
            KillInRecovery(load);
            KillInCheckpoint(load);
            load.Verify();
            kills += 3;
        }
    }

    [Fact]
    public void Killed_while_it_is_made_a_database_can_be_made_again()
    {
        using var workspace = new Workspace();
        for (var round = 0; round < 3; round++)
        {
            var load = new LoadProgram(Directory.CreateDirectory(workspace[$"{round}"]).FullName, ClientCount);
            for (var kill = 0; kill < 3; kill++)
            {
                load.RunAndKill("opening", 1, TimeSpan.FromMilliseconds(_random.Next(60)));
            }

            load.Verify();
            load.RunAndKill("committed", 50, TimeSpan.Zero);
            load.Verify();
        }
    }

    /// <summary>Moments are met by chance: how often depends on the machine and what else it does.</summary>
    private static bool WereMomentsMet(LoadProgram load) =>
        Count(load, "committed") > 500
        && Count(load, "opening") > Count(load, "opened")
        && Count(load, "checkpoint") > Count(load, "checkpointed");

    private static int Count(LoadProgram load, string word) => load.Lines.Count(line => line.Split(' ')[0] == word);

    private void KillUnderLoad(LoadProgram load) =>
        load.RunAndKill("committed", 1 + _random.Next(800), TimeSpan.Zero, "--readers", "1");

    // With so little memory that it makes checkpoints.
    private void KillInRecovery(LoadProgram load) =>
        load.RunAndKill("opening", 1, TimeSpan.FromMilliseconds(_random.Next(80)), "--dirty-size-mb", "1");

    // An odd number of lines that begin so: the last says that one begins, those that say that one has ended begin so, too.
    private void KillInCheckpoint(LoadProgram load) => load.RunAndKill(
        "checkpoint", 1 + (2 * _random.Next(3)), TimeSpan.FromMilliseconds(_random.Next(6)), "--checkpoint-every", "40");
}
