using System.CommandLine;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Keys;

/// <summary><c>key rotate</c>.</summary>
internal sealed class KeyRotateCommand : KeyCommand
{
    private readonly NewSecretOptions _secret = new();

    private readonly Option<bool> _newGeneration = CommandOptions.Flag(
        "--new-generation", "Make new data keys as well: files that are written from now on are encrypted with them.");

    /// <summary>Defines the command.</summary>
    public KeyRotateCommand(CommandContext context)
        : base(
            context,
            "rotate",
            "Put a new key file or passphrase in the place of the one that is given, or make a new generation of data keys, or both. "
            + "What is stored stays as it is and readable. Neither undoes that somebody has read the old key: "
            + "if he has a copy of its slot, he has the master key, which never changes. Against him make a new archive.")
    {
        _secret.AddTo(this);
        Add(_newGeneration);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive key rotate /backups --encryption-key-file /etc/geode/backup.key --new-key-file /etc/geode/backup-2026.key",
        "geode-archive key rotate /backups --new-generation",
    ];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var secret = _secret.Read(Context, arguments);
        var makesGeneration = arguments.GetValue(_newGeneration);
        if (secret is null && !makesGeneration)
        {
            throw new UsageException("nothing to rotate: give --new-key-file, --new-passphrase-file or --new-generation");
        }

        using var repository = Open(arguments);
        var keyring = new RepositoryKeyring(repository);
        if (makesGeneration)
        {
            Context.Console.Output.WriteLine($"Generation {keyring.AddGeneration()}: new files are encrypted with its keys");
        }

        if (secret is not null)
        {
            var old = repository.UnlockedSlot;
            var slot = keyring.Replace(secret);
            Context.Console.Output.WriteLine($"Slot {old!.Id} replaced by {slot.Id}: {secret.Source} opens it");
        }

        return ExitCodes.Done;
    }
}
