using System.CommandLine;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Checking;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>store check</c>.</summary>
internal sealed class StoreCheckCommand : RunnableCommand
{
    private readonly Option<FilePath?> _dataDirectory = CommandOptions.DirectoryOption(
        "--data-dir", "The data directory of a database that is not running.");

    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public StoreCheckCommand(CommandContext context)
        : base(context, "check", "Check every page and every row of a database's store, and write nothing. The log is not looked at.")
    {
        Add(_dataDirectory);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive store check --data-dir /var/lib/geode/data",
        "geode-archive store check --data-dir /var/lib/geode/data --json",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var path = arguments.GetRequiredValue(_dataDirectory)!.Value;
        var isJson = arguments.GetValue(_json);
        var watch = new Duration(Context.Machine.Clock);
        var report = Check(path, isShown: !isJson);
        if (isJson)
        {
            JsonText.Write(Context.Console.Output, StoreCheckedDocument.From(path, report, watch.Elapsed));
        }
        else
        {
            StoreCheckText.Write(Context.Console, path, report, watch.Elapsed);
        }

        return report.FindingCount == 0 ? ExitCodes.Done : ExitCodes.Damaged;
    }

    private StoreCheckReport Check(FilePath path, bool isShown)
    {
        using var store = OfflineStore.Open(Context.Machine, path);
        var progress = new StoreCheckProgress();
        var report = new StoreCheckReport(progress);
        using (ProgressBar.Start(Context, () => ProgressCounts.Of(progress), "checking", hasTotals: true, isShown))
        {
            StoreCheck.Run(store.Files, report.Add, progress, checksRows: true);
        }

        return report;
    }
}
