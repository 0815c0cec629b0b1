using GeodeArchive.Cli;
using GeodeArchive.Io;

namespace GeodeArchive.Tests.Cli;

/// <summary>What a run of the program left behind.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>What it wrote to standard output that is not text.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>Runs the program in this process. Arguments are separated by blanks.</summary>
    public static CommandRun On(Machine machine, string commandLine, ProcessEnvironment? environment = null)
    {
        var console = new RecordingConsole(environment ?? RecordingConsole.Piped);
        var exitCode = CommandLine.Run(machine, console, commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return new CommandRun(exitCode, console.Output.ToString()!, console.Error.ToString()!) { Bytes = console.Written.ToArray() };
    }
}
