using System.CommandLine;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup show</c>.</summary>
internal sealed class BackupShowCommand : RunnableCommand
{
    private readonly Argument<BackupPlace?> _input = CommandOptions.PlaceArgument($"The backup: {CommandOptions.InputDescription}");
    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public BackupShowCommand(CommandContext context)
        : base(context, "show", "Show all that is known of one backup. All times are UTC.")
    {
        Add(_input);
        _key.AddTo(this);
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
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) => AccessedArchive.Of(arguments.GetRequiredValue(_input)!);

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var key = _key.Read(Context, arguments);
        return ArchiveInput.Use(
            Context.Machine, arguments.GetRequiredValue(_input)!, key, input => Show(arguments, input));
    }

    private int Show(ParseResult arguments, ArchiveInput input)
    {
        using var view = BackupView.Open(input.Repository, input.Name);
        var document = ShownDocument.From(view, BackupFileStates.Of(input.Repository, input.Name));
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
