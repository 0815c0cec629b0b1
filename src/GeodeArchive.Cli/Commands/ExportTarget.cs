using System.CommandLine.Parsing;

namespace GeodeArchive.Cli.Commands;

/// <summary>Where an export goes.</summary>
/// <param name="Place">Directory and name of the file; null for standard output.</param>
internal sealed record ExportTarget(BackupPlace? Place)
{
    private const string StandardOutput = "-";

    /// <summary>Reads FILE or -.</summary>
    public static ExportTarget? Read(ArgumentResult argument) => argument.Tokens[0].Value == StandardOutput
        ? new ExportTarget((BackupPlace?)null)
        : ArgumentValues.ReadWith(argument, text => new ExportTarget(BackupPlace.Parse(text)));

    /// <summary>As the user names it.</summary>
    public override string ToString() => Place is null ? StandardOutput
        : Place.HasRoot ? $"{Place.Root.ToString().TrimEnd('/')}/{Place.Name}"
        : Place.Name;
}
