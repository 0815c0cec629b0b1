using GeodeArchive.Backup.Restoring;

namespace GeodeArchive.Cli.Documents;

/// <summary>What a restore would do with a path.</summary>
internal sealed record RestoreChangeDocument
{
    /// <summary>write, remove or keep.</summary>
    public required string Action { get; init; }

    /// <summary>The path, relative to the target.</summary>
    public required string Path { get; init; }

    /// <summary>Describes one.</summary>
    public static RestoreChangeDocument From(RestoreAction action, string path) => new()
    {
        Action = action switch
        {
            RestoreAction.Write => "write",
            RestoreAction.Remove => "remove",
            _ => "keep",
        },
        Path = path,
    };
}
