using System.CommandLine;
using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Recovery.Seeking;

namespace GeodeArchive.Cli.Commands;

/// <summary>The options that say how far to recover.</summary>
internal sealed class TargetOptions
{
    private readonly Option<long?> _time = Valued<long?>(
        "--target-time",
        "TIME",
        "Stop before the first commit after this time: \"2026-01-27 14:30:00 UTC\", or RFC 3339. Without a zone it is UTC.",
        text => MomentText.TryParse(text, out var time)
            ? time
            : throw new UsageException($"'{text}' is not a time such as \"2026-01-27 14:30:00 UTC\""));

    private readonly Option<Xid?> _xid = Valued<Xid?>(
        "--target-xid",
        "N",
        "Stop after this transaction.",
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var xid) && xid is >= 1 and <= long.MaxValue
            ? new Xid(xid)
            : throw new UsageException($"'{text}' is not the number of a transaction"));

    private readonly Option<string?> _name = Valued<string?>(
        "--target-name", "NAME", "Stop at this recovery point: CREATE CHECKPOINT 'NAME' makes one.", text => text);

    private readonly Option<Lsn?> _lsn = Valued<Lsn?>(
        "--target-lsn",
        "LSN",
        "Stop after the last commit that ends at this place in the log or before: 1/6B374D8.",
        text => Lsn.TryParse(text, out var lsn) ? lsn : throw new UsageException($"'{text}' is not a place in the log such as 1/6B374D8"));

    private readonly Option<bool> _latest = CommandOptions.Flag("--target-latest", "Recover as far as the WAL archive goes.");

    private readonly Option<bool> _immediate = CommandOptions.Flag(
        "--target-immediate", "Recover the state of the backup, and no later one.");

    private readonly Option<bool> _exclusive = CommandOptions.Flag(
        "--target-exclusive", "Stop before what the target names, not after it.");

    private readonly Option<TimelineId?> _timeline = Valued<TimelineId?>(
        "--target-timeline",
        "ID",
        "Follow this timeline where several hold the target.",
        text => TimelineId.TryParse(text, out var id) ? id : throw new UsageException($"'{text}' is not the id of a timeline"));

    private readonly bool _hasImmediate;

    /// <summary>Makes the options.</summary>
    /// <param name="hasImmediate">Whether the command can stop at a backup.</param>
    public TargetOptions(bool hasImmediate) => _hasImmediate = hasImmediate;

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_time);
        command.Add(_xid);
        command.Add(_name);
        command.Add(_lsn);
        command.Add(_latest);
        if (_hasImmediate)
        {
            command.Add(_immediate);
        }

        command.Add(_exclusive);
        command.Add(_timeline);
    }

    /// <summary>The target; null if none is given.</summary>
    /// <exception cref="UsageException">Several are given, or what goes with none of them.</exception>
    public RecoveryTarget? Read(ParseResult arguments)
    {
        List<RecoveryTarget> given = [];
        Add(arguments.GetValue(_time), RecoveryTarget.AtTime);
        Add(arguments.GetValue(_xid), RecoveryTarget.AtXid);
        Add(arguments.GetValue(_lsn), RecoveryTarget.AtLsn);
        if (arguments.GetValue(_name) is { } name)
        {
            given.Add(RecoveryTarget.AtName(name));
        }

        if (arguments.GetValue(_latest))
        {
            given.Add(RecoveryTarget.Latest);
        }

        if (_hasImmediate && arguments.GetValue(_immediate))
        {
            given.Add(RecoveryTarget.Immediate);
        }

        if (given.Count > 1)
        {
            throw new UsageException("more than one target is given");
        }

        var target = given.FirstOrDefault();
        var isExclusive = arguments.GetValue(_exclusive);
        var timeline = arguments.GetValue(_timeline);
        if (isExclusive && target?.Kind is null or RecoveryTargetKind.Latest or RecoveryTargetKind.Immediate)
        {
            throw new UsageException("--target-exclusive goes with --target-time, --target-xid, --target-name or --target-lsn");
        }

        if (timeline is not null && target?.Kind == RecoveryTargetKind.Immediate)
        {
            throw new UsageException("--target-timeline does not go with --target-immediate: the backup says its timeline");
        }

        return target is null && timeline is null
            ? null
            : (target ?? RecoveryTarget.Latest) with { IsExclusive = isExclusive, Timeline = timeline };

        void Add<T>(T? value, Func<T, RecoveryTarget> make)
            where T : struct
        {
            if (value is { } present)
            {
                given.Add(make(present));
            }
        }
    }

    private static Option<T?> Valued<T>(string name, string value, string description, Func<string, T> read) => new(name)
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = argument => ArgumentValues.ReadWith(argument, read),
    };
}
