using System.CommandLine;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Configuration.Keys;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Keys;

/// <summary>
/// The options that say where the key of an archive is: never the key itself, which others would see among the processes.
/// </summary>
internal sealed class KeyOptions
{
    private const string DefaultKeyFile = "/etc/geode/backup.key";

    private readonly Option<FilePath?> _keyFile = CommandOptions.FileOption(
        "--encryption-key-file",
        $"The file with the key of the archive. Without it: what {ProcessEnvironment.KeyFileVariable} names, "
        + $"else key_file in [backup.encryption] of the configuration, else {DefaultKeyFile}.");

    private readonly Option<FilePath?> _passphraseFile = CommandOptions.FileOption(
        "--encryption-passphrase-file", "A file with the passphrase of the archive on its first line, in place of a key file.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_keyFile);
        command.Add(_passphraseFile);
    }

    /// <summary>Reads the key, or null where none is named and there is none in the usual place.</summary>
    /// <exception cref="RepositoryException"><see cref="RepositoryError.Key"/>: it cannot be read.</exception>
    public GivenKey? Read(CommandContext context, ParseResult arguments)
    {
        var machine = context.Machine;
        var keyFile = arguments.GetValue(_keyFile);
        if (arguments.GetValue(_passphraseFile) is { } passphraseFile)
        {
            return keyFile is null
                ? new GivenKey(KeyFile.ReadPassphrase(machine, passphraseFile), IsUsual: false)
                : throw new UsageException("--encryption-key-file and --encryption-passphrase-file exclude each other");
        }

        if ((keyFile ?? FromEnvironment(context) ?? FromConfiguration(context, arguments)) is { } path)
        {
            return new GivenKey(KeyFile.ReadKey(machine, path), IsUsual: false);
        }

        var usual = FilePath.From(DefaultKeyFile);
        return KeyFile.Exists(machine, usual) ? new GivenKey(KeyFile.ReadKey(machine, usual), IsUsual: true) : null;
    }

    private static FilePath? FromConfiguration(CommandContext context, ParseResult arguments) =>
        context.Configuration.Read(context, arguments).Get(BackupKeys.EncryptionKeyFile);

    private static FilePath? FromEnvironment(CommandContext context) =>
        context.Console.Environment.KeyFile is { } path ? FilePath.From(path) : null;
}
