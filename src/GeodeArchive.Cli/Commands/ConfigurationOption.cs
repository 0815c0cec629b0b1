using System.CommandLine;
using GeodeArchive.Configuration;
using GeodeArchive.Configuration.Keys;
using GeodeArchive.Configuration.Reading;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>--config</c>, an option of all commands: where what is not on the command line comes from.</summary>
internal sealed class ConfigurationOption
{
    private GeodeConfiguration? _read;

    /// <summary>The option.</summary>
    public Option<FilePath?> Option { get; } = MakeOption();

    /// <summary>The configuration, read when it is first asked for: a command line that says everything needs none.</summary>
    /// <exception cref="FileException">It cannot be read.</exception>
    /// <exception cref="ConfigurationException">It cannot be taken as it is.</exception>
    public GeodeConfiguration Read(CommandContext context, ParseResult arguments)
    {
        var variable = context.Console.Environment.ConfigurationFile;
        return _read ??= ConfigurationFile.Load(
            context.Machine, arguments.GetValue(Option), variable is null ? null : FilePath.From(variable));
    }

    /// <summary>The archive root of a command that may be given one.</summary>
    public FilePath RootOf(CommandContext context, ParseResult arguments, Argument<FilePath?> root) =>
        arguments.GetValue(root) ?? Read(context, arguments).Get(BackupKeys.Directory)!.Value;

    private static Option<FilePath?> MakeOption()
    {
        var option = CommandOptions.FileOption(
            "--config",
            $"The configuration. Without it: what {ConfigurationFile.Variable} names, else {ConfigurationFile.Usual} if it is there.");
        option.Recursive = true;
        return option;
    }
}
