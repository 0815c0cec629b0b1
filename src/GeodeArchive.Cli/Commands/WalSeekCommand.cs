using System.CommandLine;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;
using GeodeArchive.Recovery.Seeking;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>wal seek</c>.</summary>
internal sealed class WalSeekCommand : RunnableCommand
{
    private readonly Option<FilePath?> _walArchive = CommandOptions.DirectoryOption("--wal-archive", "The WAL archive.");
    private readonly TargetOptions _recovery = new(hasImmediate: false);
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public WalSeekCommand(CommandContext context)
        : base(context, "seek", "Find where a recovery to a target would stop, and what finding it costs. Writes nothing.")
    {
        Add(_walArchive);
        _recovery.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive wal seek --wal-archive /backups/wal --target-time \"2026-01-27 14:30:00 UTC\"",
        "geode-archive wal seek --wal-archive /backups/wal --target-name pre-migration-checkpoint --json",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.NotFound, ExitCodes.Unreachable];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var target = _recovery.Read(arguments) ?? throw new UsageException("no target is given");
        using var directory = WalArchiveDirectory.Open(Context.Machine, arguments.GetRequiredValue(_walArchive)!.Value);
        var found = new TargetResolver(directory.Archive).Resolve(target);
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, SoughtDocument.From(found));
            return ExitCodes.Done;
        }

        foreach (var note in found.Notes)
        {
            Context.Console.Error.WriteLine($"note: {note}");
        }

        Context.Console.Output.WriteLine($"{DatabaseRestoreText.Describe(found.Stop)}, on timeline {found.Timeline}");
        Context.Console.Output.WriteLine($"found in {DatabaseRestoreText.Cost(found.Cost)}");
        return ExitCodes.Done;
    }
}
