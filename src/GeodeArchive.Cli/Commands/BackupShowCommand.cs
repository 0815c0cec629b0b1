using System.CommandLine;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup show</c>.</summary>
internal sealed class BackupShowCommand : RunnableCommand
{
    private readonly Argument<BackupPlace?> _input = CommandOptions.PlaceArgument($"The backup: {CommandOptions.InputDescription}");
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public BackupShowCommand(CommandContext context)
        : base(context, "show", "Show all that is known of one backup. All times are UTC.")
    {
        Add(_input);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup show /backups/full-20260125",
        "geode-archive backup show /backups/full-20260125 --json",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) => AccessedArchive.Of(arguments.GetRequiredValue(_input)!);

    /// <inheritdoc/>
    public override int Run(ParseResult arguments) => ArchiveInput.Use(
        Context.Machine, arguments.GetRequiredValue(_input)!, input => Show(arguments, input));

    private int Show(ParseResult arguments, ArchiveInput input)
    {
        using var reader = ArchiveReader.Open(input.Repository);
        var document = ShownDocument.From(BackupView.Open(reader, input.Name), BackupFileStates.Of(input.Repository, input.Name));
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, document);
        }
        else
        {
            ShowText.Write(Context.Console.Output, document);
        }

        return ExitCodes.Done;
    }
}
