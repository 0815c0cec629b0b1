using System.CommandLine;
using System.Globalization;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Time;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Access;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>repository access</c>.</summary>
internal sealed class RepositoryAccessCommand : RunnableCommand
{
    private const int DaysMin = 400;
    private const int DaysMax = 36_500;
    private const long NanosecondsPerDay = 86_400L * 1_000_000_000;

    private readonly Argument<FilePath?> _root = CommandOptions.RootArgument();

    private readonly Option<long?> _since = new("--since")
    {
        Description = "Only what began at this time or later: \"2026-01-27 14:30:00 UTC\".",
        HelpName = "TIME",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = argument => ArgumentValues.ReadWith<long?>(argument, text => MomentText.TryParse(text, out var moment)
            ? moment
            : throw new UsageException($"'{text}' is not a time such as 2026-01-27 14:30:00 UTC")),
    };

    private readonly Option<string?> _user = new("--user")
    {
        Description = "Only what this user did, as himself or by sudo: his name, or his number.",
        HelpName = "USER",
        Arity = ArgumentArity.ExactlyOne,
    };

    private readonly Option<int?> _prune = new("--prune")
    {
        Description = $"Remove the records that are older than so many days, {DaysMin}d or more, instead of showing any.",
        HelpName = "DAYSd",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = argument => ArgumentValues.ReadWith<int?>(argument, ReadDays),
    };

    private readonly Option<bool> _dryRun = CommandOptions.Flag("--dry-run", "With --prune: say how many would be removed.");
    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public RepositoryAccessCommand(CommandContext context)
        : base(context, "access", "Show who did what to an archive, newest last. All times are UTC.")
    {
        Add(_root);
        Add(_since);
        Add(_user);
        Add(_prune);
        Add(_dryRun);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive repository access /backups --since \"2026-01-27 00:00\"",
        "geode-archive repository access /backups --user root --json",
        "geode-archive repository access /backups --prune 400d --dry-run",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.Damaged, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override AccessedArchive? Accesses(ParseResult arguments) =>
        arguments.GetValue(_prune) is null || arguments.GetValue(_dryRun) ? null : new AccessedArchive(RootOf(arguments), []);

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        if (arguments.GetValue(_dryRun) && arguments.GetValue(_prune) is null)
        {
            throw new UsageException("--dry-run without --prune");
        }

        using var repository = ArchiveRoot.Open(Context.Machine, RootOf(arguments), key: null);
        var log = new AccessLog(repository.Store);
        return arguments.GetValue(_prune) is { } days
            ? Prune(arguments, repository, log, days)
            : Show(arguments, repository, log);
    }

    private FilePath RootOf(ParseResult arguments) => Context.Configuration.RootOf(Context, arguments, _root);

    private static int? ReadDays(string text) =>
        text.EndsWith('d')
        && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days is >= DaysMin and <= DaysMax
            ? days
            : throw new UsageException($"'{text}' is not a number of days from {DaysMin}d to {DaysMax}d: younger records are kept");

    private int Prune(ParseResult arguments, ArchiveRepository repository, AccessLog log, int days)
    {
        var isDry = arguments.GetValue(_dryRun);
        var before = WallTime.Now(Context.Machine.Clock) - (days * NanosecondsPerDay);
        var count = log.Prune(before, isDry);
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, new AccessPrunedDocument(repository.Store.DisplayName, count, isDry));
        }
        else
        {
            Context.Console.Output.WriteLine($"{CountText.Of(count, "record")} {(isDry ? "would be removed" : "removed")}");
        }

        return ExitCodes.Done;
    }

    private int Show(ParseResult arguments, ArchiveRepository repository, AccessLog log)
    {
        var user = arguments.GetValue(_user);
        var entries = log.Read(repository.Id, arguments.GetValue(_since) ?? 0)
            .Where(entry => entry.Record is not { } record || user is null || IsOf(record, user))
            .ToList();
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, AccessDocument.From(repository, entries));
        }
        else
        {
            AccessText.Write(Context.Console.Output, entries, repository.Store.DisplayName);
        }

        return entries.Where(entry => entry.Failure is not null).Select(entry => ExitCodes.Of(entry.Failure!))
            .DefaultIfEmpty(ExitCodes.Done).Max();
    }

    private static bool IsOf(Format.AccessRecord record, string user) =>
        record.User == user || record.SudoUser == user || record.UserId.ToString(CultureInfo.InvariantCulture) == user;
}
