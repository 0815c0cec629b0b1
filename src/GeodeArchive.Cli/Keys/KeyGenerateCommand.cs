using System.CommandLine;
using System.Text;
using GeodeArchive.Cli.Commands;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository.Keys;

namespace GeodeArchive.Cli.Keys;

/// <summary><c>key generate</c>.</summary>
internal sealed class KeyGenerateCommand : RunnableCommand
{
    private const int KeyFileMode = 0x180; // 0600

    private readonly Option<FilePath?> _output = CommandOptions.FileOption(
        "--output", "The key file to make; it must not exist.", isRequired: true);

    /// <summary>Defines the command.</summary>
    public KeyGenerateCommand(CommandContext context)
        : base(
            context,
            "generate",
            "Make a key file of 32 random bytes, in base64. Who has it can read what it opens: keep a copy elsewhere.")
    {
        Add(_output);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["geode-archive key generate --output /etc/geode/backup.key"];

    /// <inheritdoc/>
    public override IReadOnlyList<int> PossibleExitCodes =>
        [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.NotFound, ExitCodes.Exists];

    /// <inheritdoc/>
    public override int Run(ParseResult arguments)
    {
        var path = arguments.GetRequiredValue(_output)!.Value;
        var key = new byte[KeyFile.KeySize];
        Context.Machine.Entropy.Fill(key);
        using var directory = Context.Machine.Files.OpenDirectory(path.Parent);
        using (var file = directory.CreateFile(path.Name ?? throw new UsageException($"{path} is no file name"), KeyFileMode))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"), 0);
            file.SyncAll();
        }

        directory.Sync();
        Context.Console.Output.WriteLine($"Key written to {path}");
        Context.Console.Error.WriteLine(
            $"{CommandContext.ProgramName}: note: without this file nothing that it encrypts can be read: "
            + "keep a copy where the backups are not");
        return ExitCodes.Done;
    }
}
