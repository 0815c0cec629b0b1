using System.CommandLine;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>config check</c>.</summary>
internal sealed class ConfigCheckCommand : RunnableCommand
{
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public ConfigCheckCommand(CommandContext context)
        : base(context, "check",
            "Check the configuration, and print each key with what is in force and where that comes from. Secrets are not printed.") =>
        Add(_json);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive config check",
        "geode-archive config check --config /etc/geode/geode.toml --json",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes => [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var configuration = Context.Configuration.Read(Context, arguments);
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, ConfigurationDocument.From(configuration));
        }
        else
        {
            ConfigurationText.Write(Context.Console, configuration);
        }

        return ExitCodes.Done;
    }
}
