using System.CommandLine;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Format;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Keys;

/// <summary><c>key add</c>.</summary>
internal sealed class KeyAddCommand : KeyCommand
{
    private readonly NewSecretOptions _secret = new();

    private readonly Option<bool> _writeOnly = CommandOptions.Flag(
        "--write-only", "The new key can make backups and read none: for a client that may be broken into.");

    private readonly Option<string?> _label = new("--label")
    {
        Description = "For whom it is: at most 64 bytes, which everybody can read.",
        HelpName = "TEXT",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = argument => ArgumentValues.ReadWith(argument, text => KeySlotSection.IsLabel(text)
            ? text
            : throw new UsageException("a label is at most 64 bytes without control characters")),
    };

    /// <summary>Defines the command.</summary>
    public KeyAddCommand(CommandContext context)
        : base(context, "add", "Add a key slot: another key file or passphrase that opens the archive.")
    {
        _secret.AddTo(this);
        Add(_writeOnly);
        Add(_label);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "geode-archive key add /backups --new-passphrase-file /root/passphrase --label \"safe in the office\"",
        "geode-archive key add /backups --new-key-file /root/web1.key --write-only --label web1",
    ];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var secret = _secret.Read(Context, arguments)
            ?? throw new UsageException("neither --new-key-file nor --new-passphrase-file is given");
        using var repository = Open(arguments);
        var access = arguments.GetValue(_writeOnly) ? KeyAccess.WriteOnly : KeyAccess.ReadWrite;
        var slot = new RepositoryKeyring(repository).Add(secret, access, arguments.GetValue(_label) ?? string.Empty);
        Context.Console.Output.WriteLine($"Slot {slot.Id} added: {secret.Source} opens it, to {KeyText.OfAccess(access)}");
        return ExitCodes.Done;
    }
}
