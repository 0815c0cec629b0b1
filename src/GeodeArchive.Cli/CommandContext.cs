using GeodeArchive.Cli.Commands;
using GeodeArchive.Io;

namespace GeodeArchive.Cli;

/// <summary>What every command works with.</summary>
/// <param name="Machine">Files, time, randomness, threads.</param>
/// <param name="Console">Where it speaks.</param>
internal sealed record CommandContext(Machine Machine, ICommandConsole Console)
{
    /// <summary>What the program calls itself, whichever name it was run under.</summary>
    public const string ProgramName = "geode-archive";

    /// <summary>The configuration, and the option of all commands that says where it is.</summary>
    public ConfigurationOption Configuration { get; } = new();

    /// <summary>Name and version, kept with each backup and printed by --version.</summary>
    public string Program => $"{ProgramName} {Console.Environment.Version}";
}
