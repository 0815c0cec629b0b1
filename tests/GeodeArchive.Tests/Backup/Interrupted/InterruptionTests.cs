using System.Globalization;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Backup.Interrupted;

/// <summary>
/// Every command that changes an archive is interrupted at its changes of the disk, one after the other, in every way. Afterwards the archive
/// is sound, every backup that shows is whole, what was reported is so, the command can be run again, what is stored is used, and what nobody
/// needs goes. In each run of the tests it is a few points; <c>tools/simulate</c> tries all.
/// </summary>
public sealed class InterruptionTests
{
    private const string CountVariable = "GEODE_INTERRUPTIONS";
    private const int CountDefault = 1;

    public static TheoryData<string> Commands() => [.. InterruptedCommands.All.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Interrupted_anywhere_a_command_leaves_a_sound_archive_and_can_be_run_again(string name)
    {
        var command = InterruptedCommands.All.Single(command => command.Name == name);
        foreach (var seed in SimulationSeeds.Sweep(1))
        {
            var archive = InterruptedArchive.Create(seed);
            var whole = archive.List();
            var commandLine = command.Prepare(archive);
            var before = command.Repairs ? whole : archive.List();
            var struck = Enum.GetValues<Interruption>()
                .Sum(interruption => Sweep(archive, command, commandLine, before, interruption, seed));
            Assert.True(struck > 0, "no interruption kept the command from its end");
        }
    }

    /// <returns>How often the command did not come to its end.</returns>
    private static int Sweep(
        InterruptedArchive archive, InterruptedCommand command, string commandLine, IReadOnlyList<string> before, Interruption interruption, ulong seed)
    {
        var run = new InterruptedRun(archive, commandLine, interruption, seed);
        var struck = 0;
        foreach (var point in Points(run.CountPoints(), seed + (ulong)interruption))
        {
            try
            {
                var (disk, isReported) = run.Run(point);
                struck += isReported ? 0 : 1;
                new Aftermath(archive.On(disk, (ulong)point), command, commandLine, before).Check(isReported);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{command.Name}, {interruption}, seed {seed}, point {point}: {failure.Message}", failure);
            }
        }

        return struck;
    }

    /// <summary>So many points from all over a command, others for each seed; the last is after its end.</summary>
    private static IEnumerable<long> Points(long count, ulong seed)
    {
        var asked = Environment.GetEnvironmentVariable(CountVariable);
        var wanted = string.IsNullOrEmpty(asked) ? CountDefault : long.Parse(asked, CultureInfo.InvariantCulture);
        var stride = Math.Max((count + wanted - 1) / wanted, 1);
        for (var point = 1 + (long)(seed % (ulong)stride); point <= count; point += stride)
        {
            yield return point;
        }

        yield return count + 1;
    }
}
