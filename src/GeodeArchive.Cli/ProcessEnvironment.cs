using GeodeArchive.Io;

namespace GeodeArchive.Cli;

/// <summary>What the program takes from its process: the only place that asks for it.</summary>
internal sealed record ProcessEnvironment
{
    /// <summary>The variable that names the key file where no option does.</summary>
    public const string KeyFileVariable = "GEODE_ENCRYPTION_KEY_FILE";

    private const string DebugVariable = "GEODE_DEBUG";
    private const string SudoVariable = "SUDO_USER";

    /// <summary>Name of this machine, kept with each backup.</summary>
    public required string HostName { get; init; }

    /// <summary>Name of the user that this process runs as, kept with what he holds and does.</summary>
    public string UserName { get; init; } = "unknown";

    /// <summary>User and machine, "root@db1".</summary>
    public string Who => $"{UserName}@{HostName}";

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

    /// <summary>The key file that the environment names, or null.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The configuration file that the environment names, or null.</summary>
    public string? ConfigurationFile { get; init; }

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
        KeyFile = Environment.GetEnvironmentVariable(KeyFileVariable) is { Length: > 0 } path ? path : null,
        ConfigurationFile =
            Environment.GetEnvironmentVariable(Configuration.Reading.ConfigurationFile.Variable) is { Length: > 0 } file ? file : null,
        IsErrorTerminal = !Console.IsErrorRedirected,
    };
}
