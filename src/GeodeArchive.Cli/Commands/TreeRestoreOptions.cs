using System.CommandLine;
using GeodeArchive.Backup.Filtering;
using GeodeArchive.Backup.Restoring;

namespace GeodeArchive.Cli.Commands;

/// <summary>The options of <c>backup restore</c> for what is restored into a directory, and what becomes of what is there.</summary>
internal sealed class TreeRestoreOptions
{
    private readonly Option<IReadOnlyList<PathPattern>> _include = CommandOptions.PatternOption(
        "--include",
        "Restore only what matches, with all below it and the directories that lead there. A path begins with a slash, which is the "
        + "source. May be given several times.");

    private readonly Option<IReadOnlyList<PathPattern>> _exclude = CommandOptions.PatternOption(
        "--exclude", "Neither restore nor remove what matches, as in .gitignore; the last match decides. May be given several times.");

    private readonly Option<bool> _incremental = CommandOptions.Flag(
        "--incremental",
        "Bring a directory up to date: compare it with the backup, write what differs, remove what was deleted since the backup's parent. "
        + "Of a database: one that an earlier backup was restored to, and that was not opened since.");

    private readonly Option<bool> _delta = CommandOptions.Flag("--delta", "The same as --incremental.");

    private readonly Option<bool> _deleteExtra = CommandOptions.Flag(
        "--delete-extra", "With --incremental: also remove what neither the backup nor its parent knows.");

    private readonly Option<bool> _chain = CommandOptions.Flag(
        "--restore-chain", "Restore the whole chain up to this backup; which every restore does, because every backup is complete.");

    private readonly Option<bool> _dryRun = CommandOptions.Flag(
        "--dry-run", "Print what would be written, removed and kept; write nothing.");

    /// <summary>Defines the options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Refuses options that make no sense together.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    public void Check(ParseResult arguments)
    {
        if (arguments.GetValue(_deleteExtra) && !IsUpdate(arguments))
        {
            throw new UsageException("--delete-extra needs --incremental", "without it, only an empty directory is restored into");
        }

        if (arguments.GetValue(_include)?.FirstOrDefault(pattern => pattern.IsNegated) is { } negated)
        {
            throw new UsageException($"--include {negated.Text} takes nothing back", "leave something out with --exclude");
        }
    }

    /// <summary>Refuses options that are for directory trees alone: a part of a database's files is no database.</summary>
    /// <exception cref="UsageException">One was given.</exception>
    public void DemandNone(ParseResult arguments, string name)
    {
        if (new Option[] { _include, _exclude }.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new UsageException($"{name} is a backup of a database: {given.Name} is for directory trees");
        }
    }

    /// <summary>The options as a restore takes them.</summary>
    public RestoreOptions Read(ParseResult arguments, RestoreOptions options) => options with
    {
        Included = arguments.GetValue(_include) ?? [],
        Excluded = arguments.GetValue(_exclude) ?? [],
        IsUpdate = IsUpdate(arguments),
        RemovesExtra = arguments.GetValue(_deleteExtra),
    };

    /// <summary>The options as the restore of a database takes them.</summary>
    public DatabaseRestoreOptions Read(ParseResult arguments, DatabaseRestoreOptions options) => options with
    {
        IsUpdate = IsUpdate(arguments),
        RemovesExtra = arguments.GetValue(_deleteExtra),
    };

    /// <summary>Whether nothing is to be written.</summary>
    public bool IsDryRun(ParseResult arguments) => arguments.GetValue(_dryRun);

    /// <summary>What the operator should know of his options.</summary>
    public IReadOnlyList<string> Notes(ParseResult arguments) => arguments.GetValue(_chain)
        ? ["every backup is complete: the chain needs no more than this one restore"]
        : [];

    private IReadOnlyList<Option> All => [_include, _exclude, _incremental, _delta, _deleteExtra, _chain, _dryRun];

    private bool IsUpdate(ParseResult arguments) => arguments.GetValue(_incremental) || arguments.GetValue(_delta);
}
