using GeodeArchive.Cli;

namespace GeodeArchive.Tests.Cli;

/// <summary>Keeps what a command says.</summary>
internal sealed class RecordingConsole(ProcessEnvironment environment) : ICommandConsole
{
    public static ProcessEnvironment Piped { get; } = new() { HostName = "host", Version = "1.2.3" };

    public TextWriter Output { get; } = new StringWriter { NewLine = "\n" };

    public TextWriter Error { get; } = new StringWriter { NewLine = "\n" };

    public ProcessEnvironment Environment => environment;
}
