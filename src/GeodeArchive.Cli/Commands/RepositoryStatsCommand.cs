using System.CommandLine;
using System.Globalization;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>repository stats</c>.</summary>
internal sealed class RepositoryStatsCommand : RunnableCommand
{
    private readonly Argument<FilePath?> _root = CommandOptions.RootArgument();
    private readonly KeyOptions _key = new();
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public RepositoryStatsCommand(CommandContext context)
        : base(context, "stats", "Tell the sizes of an archive, and what waits for collection.")
    {
        Add(_root);
        _key.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["geode-archive repository stats /backups"];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.Key, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var key = _key.Read(Context, arguments);
        using var repository = ArchiveRoot.Open(Context.Machine, Context.Configuration.RootOf(Context, arguments, _root), key);
        var stats = StatsDocument.From(repository);
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, stats);
            return ExitCodes.Done;
        }

        var ratio = stats.DedupRatio is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) : "-";
        var output = Context.Console.Output;
        var held = CountText.Of(stats.HeldCount);
        var chunks = CountText.Of(stats.ChunkCount, "chunk");
        output.WriteLine($"backups:   {CountText.Of(stats.BackupCount)}, {held} held; files of {SizeText.Of(stats.LogicalSize)}");
        output.WriteLine($"segments:  {CountText.Of(stats.SegmentCount)}, {SizeText.Of(stats.StoredSize)}");
        output.WriteLine($"chunks:    {chunks}, {SizeText.Of(stats.PlainSize)} before compression");
        output.WriteLine($"indexes:   {CountText.Of(stats.IndexCount)}, {SizeText.Of(stats.IndexSize)}");
        output.WriteLine($"needed:    {SizeText.Of(stats.NeededSize)}");
        output.WriteLine($"dead:      {SizeText.Of(stats.UnneededSize)} not needed, {SizeText.Of(stats.RetiredSize)} retired");
        output.WriteLine($"ratio:     {ratio} bytes of files for each that is stored");
        output.WriteLine($"sessions:  {CountText.Of(stats.OpenSessions.Count)} open; commits {CountText.Of((long)stats.Manifest)}");
        return ExitCodes.Done;
    }
}
