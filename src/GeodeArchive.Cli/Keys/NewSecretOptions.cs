using System.CommandLine;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Keys;

/// <summary>The options that say what is to open a new slot.</summary>
internal sealed class NewSecretOptions
{
    private readonly Option<FilePath?> _keyFile = CommandOptions.FileOption("--new-key-file", "The key file that is to open the new slot.");

    private readonly Option<FilePath?> _passphraseFile = CommandOptions.FileOption(
        "--new-passphrase-file", "A file with the passphrase that is to open the new slot, on its first line.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_keyFile);
        command.Add(_passphraseFile);
    }

    /// <summary>Reads the secret; null if none is named.</summary>
    public KeySecret? Read(CommandContext context, ParseResult arguments)
    {
        var keyFile = arguments.GetValue(_keyFile);
        var passphraseFile = arguments.GetValue(_passphraseFile);
        if (keyFile is not null && passphraseFile is not null)
        {
            throw new UsageException("--new-key-file and --new-passphrase-file exclude each other");
        }

        return keyFile is { } path ? KeyFile.ReadKey(context.Machine, path)
            : passphraseFile is { } file ? KeyFile.ReadPassphrase(context.Machine, file)
            : null;
    }
}
