using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Checking;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>repository check</c>.</summary>
internal sealed class RepositoryCheckCommand : RunnableCommand
{
    private readonly Argument<FilePath?> _root = CommandOptions.RootArgument();
    private readonly Option<bool> _readData = CommandOptions.Flag("--read-data", "Read every byte of every segment as well.");
    private readonly Option<int> _parallel = CommandOptions.ParallelOption();
    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public RepositoryCheckCommand(CommandContext context)
        : base(context, "check", "Check every file of an archive and the tree of every backup, and write nothing.")
    {
        Add(_root);
        Add(_readData);
        Add(_parallel);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive repository check /backups",
        "geode-archive repository check /backups --read-data",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var watch = new Duration(Context.Machine.Clock);
        using var key = _key.Read(Context, arguments);
        using var repository = ArchiveRoot.Open(Context.Machine, Context.Configuration.RootOf(Context, arguments, _root), key);
        var options = new CheckOptions { ReadsData = arguments.GetValue(_readData), WorkerCount = arguments.GetValue(_parallel) };
        var result = new CheckPipeline(repository, options, new RunProgress()).Run();
        var exitCode = result.Damages.Count == 0 ? ExitCodes.Done : ExitCodes.Damaged;
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, CheckedDocument.From(repository.Store.DisplayName, result, watch.Elapsed));
            return exitCode;
        }

        foreach (var damage in result.Damages)
        {
            Context.Console.Output.WriteLine(VerifyText.Describe(damage));
        }

        foreach (var note in result.Notes)
        {
            Context.Console.Error.WriteLine($"{CommandContext.ProgramName}: note: {note}");
        }

        var verdict = result.Damages.Count == 0 ? "intact" : $"DAMAGED in {CountText.Of(result.Damages.Count, "place")}";
        Context.Console.Output.WriteLine(
            $"{repository.Store.DisplayName}: {verdict}; checked {CountText.Of(result.ManifestCount, "manifest")}, "
            + $"{CountText.Of(result.SegmentCount, "segment")} ({SizeText.Of(result.ByteCount)} of data), "
            + $"{CountText.Of(result.IndexCount, "index", "indexes")}, {CountText.Of(result.BackupCount, "backup")}, "
            + TimeText.OfDuration(watch.Elapsed));
        if (exitCode != ExitCodes.Done)
        {
            Context.Console.Output.Flush();
            FailureText.WriteHint(Context.Console, "what can be made again is, by: geode-archive repository repair ROOT");
        }

        return exitCode;
    }
}
