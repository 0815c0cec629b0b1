using GeodeArchive.Cli;

namespace GeodeArchive.Tests.Cli;

/// <summary>Keeps what a command says.</summary>
internal sealed class RecordingConsole(ProcessEnvironment environment) : ICommandConsole
{
    public static ProcessEnvironment Piped { get; } = new() { HostName = "host", Version = "1.2.3", UserName = "ada", UserId = 1000, ProcessId = 42 };

    public TextWriter Output { get; } = new StringWriter { NewLine = "\n" };

    public MemoryStream Written { get; } = new();

    Stream ICommandConsole.Bytes => Written;

    public TextWriter Error { get; } = new StringWriter { NewLine = "\n" };

    public ProcessEnvironment Environment => environment;
}
