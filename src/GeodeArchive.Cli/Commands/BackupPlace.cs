using System.Text;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository;

namespace GeodeArchive.Cli.Commands;

/// <summary>ROOT/NAME: a backup by its archive root and its name there.</summary>
/// <param name="Root">The archive root: "." for a bare name.</param>
/// <param name="Name">The backup's name.</param>
/// <param name="HasRoot">False for a bare name.</param>
internal sealed record BackupPlace(FilePath Root, string Name, bool HasRoot)
{
    /// <summary>Reads ROOT/NAME.</summary>
    /// <exception cref="UsageException">It names no backup.</exception>
    public static BackupPlace Parse(string text)
    {
        var path = FilePath.From(text);
        var name = path.Name is { } last ? Encoding.UTF8.GetString(last.Bytes) : string.Empty;
        return RepositoryNames.IsBackupName(name, out var reason)
            ? new BackupPlace(path.Parent, name, path.Bytes.Contains((byte)'/'))
            : throw new UsageException($"'{text}' does not end in the name of a backup: {reason}");
    }
}
