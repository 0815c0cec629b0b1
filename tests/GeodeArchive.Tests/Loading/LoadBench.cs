using System.Text;
using System.Text.Json;
using GeodeArchive.Cli;
using GeodeArchive.Tests.Cli;

namespace GeodeArchive.Tests.Loading;

/// <summary>Loads and exports on a simulated machine, by their command lines.</summary>
internal sealed class LoadBench
{
    public const string Load = "load --data-dir /db";

    public CommandBench Commands { get; } = new();

    /// <summary>Puts a file; returns its path.</summary>
    public string Put(string path, string content)
    {
        Commands.Disk.PutFile(path, Encoding.UTF8.GetBytes(content));
        return path;
    }

    /// <summary>The document of a command that must succeed.</summary>
    public JsonElement Json(string commandLine) => JsonDocument.Parse(Commands.Output(commandLine + " --json")).RootElement;

    /// <summary>The complaint of a command that must fail.</summary>
    public string Refusal(string commandLine, int exitCode = ExitCodes.Failed)
    {
        CommandRun run = Commands.Run(commandLine);
        Assert.True(run.ExitCode == exitCode, $"{commandLine}: {run.ExitCode}, {run.Error}");
        Assert.Empty(run.Output);
        return run.Error;
    }

    /// <summary>What a file holds.</summary>
    public string Text(string path) => Encoding.UTF8.GetString(Commands.Disk.ReadFile(path));
}
