using System.CommandLine;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Collecting;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Objects.Local;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>repository repair</c>.</summary>
internal sealed class RepositoryRepairCommand : RunnableCommand
{
    private readonly Argument<FilePath?> _root = CommandOptions.RootArgument();
    private readonly KeyOptions _key = new();
    private readonly Option<bool> _dryRun = CommandOptions.DryRunOption();

    /// <summary>Defines the command.</summary>
    public RepositoryRepairCommand(CommandContext context)
        : base(
            context,
            "repair",
            "Make missing backup files and lost indexes again, save what is intact in damaged segments, and say what is lost for good.")
    {
        Add(_root);
        _key.AddTo(this);
        Add(_dryRun);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["geode-archive repository repair /backups --dry-run"];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound, ExitCodes.Fenced];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var root = Context.Configuration.RootOf(Context, arguments, _root);
        var isDryRun = arguments.GetValue(_dryRun);
        var output = Context.Console.Output;
        using var key = _key.Read(Context, arguments);
        using var repository = OpenOrGoBack(root, key, isDryRun);
        var options = new CollectOptions
        {
            Host = Context.Console.Environment.HostName,
            Program = Context.Program,
            IsDryRun = isDryRun,
        };
        var (done, lost) = new RepairPipeline(repository, options).Run();
        foreach (var line in done)
        {
            output.WriteLine(isDryRun ? $"would be done: {line}" : line);
        }

        foreach (var line in lost)
        {
            output.WriteLine($"LOST: {line}");
        }

        var repaired = $"{CountText.Of(done.Count, "thing")} {(isDryRun ? "to repair" : "repaired")}";
        output.WriteLine($"{root}: {repaired}, {CountText.Of(lost.Count)} lost");
        return lost.Count == 0 ? ExitCodes.Done : ExitCodes.Damaged;
    }

    /// <summary>
    /// Opens the repository; a damaged newest manifest is put aside before. A dry run looks at the repository as if that had been done.
    /// </summary>
    private ArchiveRepository OpenOrGoBack(FilePath root, GivenKey? key, bool isDryRun)
    {
        ManifestNumber? below = null;
        while (true)
        {
            try
            {
                return ArchiveRoot.Open(Context.Machine, root, key, below);
            }
            catch (RepositoryException damage) when (damage.Error == RepositoryError.Damaged)
            {
                using var store = new LocalObjectStore(Context.Machine.Files.OpenDirectory(root), Context.Machine.Entropy);
                if (ArchiveRepository.FindDamagedNewest(store, damage, below) is not { } number)
                {
                    throw;
                }

                GoBack(store, number, isDryRun);
                below = isDryRun ? number : null;
            }
        }
    }

    private void GoBack(LocalObjectStore store, ManifestNumber number, bool isDryRun)
    {
        var isPut = isDryRun ? "would be put" : "was put";
        Context.Console.Output.WriteLine(
            $"{RepositoryNames.Manifest(number)} is damaged and {isPut} aside as {RepositoryNames.Damaged(number)}; "
            + "what that commit changed is lost, what it had stored is found by the next backup");
        if (!isDryRun)
        {
            ArchiveRepository.SetAsideManifest(store, number);
        }
    }
}
