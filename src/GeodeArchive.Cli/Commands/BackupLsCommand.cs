using System.CommandLine;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup ls</c>.</summary>
internal sealed class BackupLsCommand : RunnableCommand
{
    private readonly Argument<BackupPlace?> _input = CommandOptions.PlaceArgument($"The backup: {CommandOptions.InputDescription}");
    private readonly Argument<TreePath?> _path = CommandOptions.TreePathArgument("What to list. Without it: all that was backed up.");
    private readonly Option<bool> _recursive = CommandOptions.Flag("--recursive", "List what is in directories, too.");
    private readonly Option<bool> _long = CommandOptions.Flag("--long", "Show mode, owner, group, size and time of the last change.");
    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.Flag("--json", "Print each entry as one JSON object on a line of its own.");

    /// <summary>Defines the command.</summary>
    public BackupLsCommand(CommandContext context)
        : base(context, "ls", "List files and directories of a backup.")
    {
        Add(_input);
        Add(_path);
        Add(_recursive);
        Add(_long);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup ls /backups/full-20260125",
        "geode-archive backup ls /backups/full-20260125 etc/ssl --recursive --long",
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
        var isJson = arguments.GetValue(_json);
        var isLong = arguments.GetValue(_long);
        return ArchiveInput.Use(Context.Machine, arguments.GetRequiredValue(_input)!, key, input =>
        {
            using var view = BackupView.Open(input.Repository, input.Name);
            foreach (var listed in view.List(arguments.GetValue(_path) ?? TreePath.Root, arguments.GetValue(_recursive)))
            {
                if (isJson)
                {
                    JsonText.WriteLine(Context.Console.Output, EntryDocument.From(listed));
                }
                else
                {
                    Context.Console.Output.WriteLine(isLong ? EntryText.Long(listed) : EntryText.Short(listed));
                }
            }

            return ExitCodes.Done;
        });
    }
}
