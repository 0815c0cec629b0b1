using System.CommandLine;
using GeodeArchive.Backup.Viewing;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>backup cat</c>.</summary>
internal sealed class BackupCatCommand : RunnableCommand
{
    private readonly Argument<BackupPlace?> _input = CommandOptions.PlaceArgument($"The backup: {CommandOptions.InputDescription}");
    private readonly Argument<TreePath?> _path = CommandOptions.TreePathArgument("The file.", isRequired: true);

    private readonly KeyOptions _key = new();

    /// <summary>Defines the command.</summary>
    public BackupCatCommand(CommandContext context)
        : base(context, "cat", "Write the bytes of one file of a backup to standard output, checked, holes as zeros.")
    {
        Add(_input);
        Add(_path);
        _key.AddTo(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive backup cat /backups/full-20260125 etc/hosts",
        "geode-archive backup cat /backups/full-20260125 'odd\\xffname' >odd",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Incomplete, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) => AccessedArchive.Of(arguments.GetRequiredValue(_input)!);

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var key = _key.Read(Context, arguments);
        return ArchiveInput.Use(
            Context.Machine, arguments.GetRequiredValue(_input)!, key, input => Print(input, arguments.GetRequiredValue(_path)!));
    }

    private int Print(ArchiveInput input, TreePath path)
    {
        using var view = BackupView.Open(input.Repository, input.Name);
        var entry = view.Find(path);
        if (entry.Kind != EntryKind.File)
        {
            var target = entry.Kind == EntryKind.SymbolicLink ? $" to {EntryText.TargetOf(entry)}" : string.Empty;
            throw new RepositoryException(
                RepositoryError.NotFound,
                $"{path} is no file, but a {EntryText.NameOf(entry.Kind)}{target}",
                entry.Kind == EntryKind.Directory ? "geode-archive backup ls shows what is in it" : null);
        }

        view.Copy(path, entry, Context.Console.Bytes);
        if (entry.Flags == EntryFlags.None)
        {
            return ExitCodes.Done;
        }

        Context.Console.Error.WriteLine($"{CommandContext.ProgramName}: {path}: {EntryText.Describe(entry.Flags)}");
        return ExitCodes.Incomplete;
    }
}
