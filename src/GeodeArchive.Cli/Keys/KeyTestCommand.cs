using System.CommandLine;
using GeodeArchive.Cli.Rendering;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Keys;

/// <summary><c>key test</c>.</summary>
internal sealed class KeyTestCommand : KeyCommand
{
    /// <summary>Defines the command.</summary>
    public KeyTestCommand(CommandContext context)
        : base(
            context,
            "test",
            "Try whether a key opens the archive: opens its slot, checks with it who made the commits, and decrypts the table of every "
            + "encrypted segment. Writes nothing.")
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["geode-archive key test /backups --encryption-key-file /etc/geode/backup.key"];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        using var repository = Open(arguments);
        var keyring = new RepositoryKeyring(repository);
        if (repository.UnlockedSlot is not { } slot)
        {
            throw new RepositoryException(
                RepositoryError.Key,
                "no key was given to test",
                "name it: --encryption-key-file FILE or --encryption-passphrase-file FILE");
        }

        Context.Console.Output.WriteLine(
            $"Slot {slot.Id} opened, to {KeyText.OfAccess(slot.Section.Access)}; generation {keyring.Generation} of the data keys");
        if (slot.Section.Access == Format.KeyAccess.WriteOnly)
        {
            Context.Console.Output.WriteLine("This key makes backups and cannot read them: nothing to decrypt");
            return ExitCodes.Done;
        }

        var damages = new List<RepositoryException>();
        var count = keyring.Test(_ => true, damages);
        foreach (var damage in damages)
        {
            Context.Console.Output.WriteLine(VerifyText.Describe(damage));
        }

        Context.Console.Output.WriteLine($"{CountText.Of(count, "encrypted segment")} can be decrypted");
        return damages.Count == 0 ? ExitCodes.Done : ExitCodes.Damaged;
    }
}
