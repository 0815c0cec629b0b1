using System.CommandLine;
using GeodeArchive.Cli.Documents;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Io.Files;
using GeodeArchive.Wal.Calibrating;

namespace GeodeArchive.Cli.Commands;

/// <summary><c>wal calibrate</c>.</summary>
internal sealed class WalCalibrateCommand : RunnableCommand
{
    private const int SecondsUsual = 3;

    private readonly Argument<FilePath?> _directory = new("DIR")
    {
        Description = "A directory on the file system that is to hold the log.",
        HelpName = CommandOptions.Directory,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadPath,
    };

    private readonly Option<int> _seconds = new("--seconds")
    {
        Description = $"How long to measure each method, from 1 to 600. Without it: {SecondsUsual}.",
        HelpName = "N",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = ArgumentValues.ReadSeconds,
        DefaultValueFactory = _ => SecondsUsual,
    };

    private readonly Option<bool> _json = CommandOptions.JsonOption();

    /// <summary>Defines the command.</summary>
    public WalCalibrateCommand(CommandContext context)
        : base(context, "calibrate", "Measure how fast each sync method makes small writes durable in a directory, and say which to set.")
    {
        Add(_directory);
        Add(_seconds);
        Add(_json);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive wal calibrate /var/lib/geode",
        "geode-archive wal calibrate /var/lib/geode --seconds 10 --json",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes => [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.NotFound];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var path = arguments.GetRequiredValue(_directory)!.Value;
        using var directory = Context.Machine.Files.OpenDirectory(path);
        var measured = SyncCalibration.Run(Context.Machine, directory, TimeSpan.FromSeconds(arguments.GetValue(_seconds)));
        if (arguments.GetValue(_json))
        {
            JsonText.Write(Context.Console.Output, CalibratedDocument.From(path.ToString(), measured));
        }
        else
        {
            CalibrationText.Write(Context.Console.Output, path.ToString(), measured);
        }

        return ExitCodes.Done;
    }
}
