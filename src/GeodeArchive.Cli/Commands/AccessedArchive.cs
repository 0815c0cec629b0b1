using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Commands;

/// <summary>An archive that a command changes, or reads the contents of: what its access log is told.</summary>
/// <param name="Root">The archive root.</param>
/// <param name="Backups">Names of the backups that the command is about, if it is about any.</param>
internal sealed record AccessedArchive(FilePath Root, IReadOnlyList<string> Backups)
{
    /// <summary>An archive root.</summary>
    public static AccessedArchive Of(FilePath root) => new(root, []);

    /// <summary>The archive of several of ROOT/NAME, at least one.</summary>
    public static AccessedArchive Of(IReadOnlyList<BackupPlace> places) => new(places[0].Root, [.. places.Select(place => place.Name)]);

    /// <summary>The archive of ROOT/NAME.</summary>
    public static AccessedArchive Of(BackupPlace place) => new(place.Root, [place.Name]);
}
