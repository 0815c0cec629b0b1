using GeodeArchive.Io;

namespace GeodeArchive.Cli;

/// <summary>What the program takes from its process: the only place that asks for it.</summary>
internal sealed record ProcessEnvironment
{
    private const string DebugVariable = "GEODE_DEBUG";
    private const string SudoVariable = "SUDO_USER";

    /// <summary>Name of this machine, kept with each backup.</summary>
    public required string HostName { get; init; }

    /// <summary>Name of the user that the program runs as.</summary>
    public string UserName { get; init; } = string.Empty;

    /// <summary>His number.</summary>
    public long UserId { get; init; }

    /// <summary>Who became that user by sudo; empty when nobody did.</summary>
    public string SudoUser { get; init; } = string.Empty;

    /// <summary>Number of the process.</summary>
    public int ProcessId { get; init; }

    /// <summary>Version of this program, "0.1.0".</summary>
    public required string Version { get; init; }

    /// <summary>True when GEODE_DEBUG is set: failures that nobody expected show their stack trace.</summary>
    public bool ShowsStackTraces { get; init; }

    /// <summary>True when standard error is a terminal, so that progress can be drawn there.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Reads it from the process.</summary>
    public static ProcessEnvironment Read() => new()
    {
        HostName = Environment.MachineName,
        UserName = Environment.UserName,
        UserId = SystemMachine.UserId,
        SudoUser = Environment.GetEnvironmentVariable(SudoVariable) ?? string.Empty,
        ProcessId = Environment.ProcessId,
        Version = typeof(ProcessEnvironment).Assembly.GetName().Version!.ToString(fieldCount: 3),
        ShowsStackTraces = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DebugVariable)),
        IsErrorTerminal = !Console.IsErrorRedirected,
    };
}
