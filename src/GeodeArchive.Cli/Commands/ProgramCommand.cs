using System.CommandLine;
using System.CommandLine.Help;
using GeodeArchive.Cli.Keys;
using GeodeArchive.Cli.Rendering;

namespace GeodeArchive.Cli.Commands;

/// <summary>The program: the root of all commands.</summary>
internal sealed class ProgramCommand : Command
{
    private readonly CommandContext _context;
    private readonly Option<bool> _version = new("--version") { Description = "Show the version.", Arity = ArgumentArity.Zero };

    /// <summary>Puts all commands together.</summary>
    public ProgramCommand(CommandContext context)
        : base(
            CommandContext.ProgramName,
            "Backs up directory trees into a deduplicated, checksummed archive, verifies and restores them; checks a database's store.")
    {
        _context = context;
        Add(new Command("backup", "Make, list, verify, restore and delete backups, and look into them.")
        {
            new BackupCreateCommand(context),
            new BackupListCommand(context),
            new BackupRestoreCommand(context),
            new BackupVerifyCommand(context),
            new BackupDeleteCommand(context),
            new BackupCleanupCommand(context),
            new BackupHoldCommand(context),
            new BackupShowCommand(context),
            new BackupLsCommand(context),
            new BackupCatCommand(context),
            new BackupDiffCommand(context),
            new BackupExportCommand(context),
            new BackupImportCommand(context),
        });
        Add(new Command("repository", "Look after what the backups of an archive root share.")
        {
            new RepositoryCheckCommand(context),
            new RepositoryRepairCommand(context),
            new RepositoryStatsCommand(context),
            new RepositoryCollectCommand(context),
            new RepositoryAccessCommand(context),
        });
        Add(new Command("key", "Look after the keys of an archive.")
        {
            new KeyGenerateCommand(context),
            new KeyListCommand(context),
            new KeyAddCommand(context),
            new KeyRemoveCommand(context),
            new KeyRotateCommand(context),
            new KeyTestCommand(context),
        });
        Add(new Command("store", "Look after the store of a database.")
        {
            new StoreCheckCommand(context),
        });
        Add(new Command("wal", "Look after the write-ahead log.")
        {
            new WalSeekCommand(context),
            new WalCalibrateCommand(context),
        });
        Add(new LoadCommand(context));
        Add(new ExportCommand(context));
        Add(new Command("config", "Look at the configuration.")
        {
            new ConfigCheckCommand(context),
        });
        Add(new CompletionCommand(context, this));
        Add(context.Configuration.Option);
        Add(_version);
        Add(Help);
    }

    /// <summary>Shows the help of the command that it is given to. Without the names that look like paths (/h, /?).</summary>
    public Option Help { get; } = new HelpOption("--help", "-h") { Description = "Show this help." };

    /// <summary>Runs a command line that ends at a group of commands.</summary>
    public int RunGroup(ParseResult arguments)
    {
        if (arguments.UnmatchedTokens.Count > 0)
        {
            var token = arguments.UnmatchedTokens[0];
            throw new UsageException($"unknown {(token.StartsWith('-') ? "option" : "command")} '{token}'");
        }

        if (arguments.GetValue(_version))
        {
            _context.Console.Output.WriteLine(_context.Program);
            return ExitCodes.Done;
        }

        HelpText.Write(_context.Console.Error, arguments.CommandResult.Command);
        return ExitCodes.Usage;
    }
}
