using GeodeArchive.Backup.Comparing;
using GeodeArchive.Backup.Viewing;

namespace GeodeArchive.Cli.Documents;

/// <summary>A line of <c>backup diff --json</c>.</summary>
internal sealed record ChangeDocument
{
    private static readonly (ChangeKinds Kind, string Name)[] Names =
    [
        (ChangeKinds.Added, "added"),
        (ChangeKinds.Removed, "removed"),
        (ChangeKinds.Type, "type"),
        (ChangeKinds.Content, "content"),
        (ChangeKinds.Metadata, "metadata"),
    ];

    /// <summary>Its path in the backups.</summary>
    public required string Path { get; init; }

    /// <summary>added, removed, type, or content, metadata or both.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>As the first backup has it; null if it does not.</summary>
    public required EntryDocument? Before { get; init; }

    /// <summary>As the second backup has it; null if it does not.</summary>
    public required EntryDocument? After { get; init; }

    /// <summary>Of a file of a database: how many of its pages differ; else 0.</summary>
    public required long ChangedPageCount { get; init; }

    /// <summary>Describes a change.</summary>
    public static ChangeDocument From(TreeChange change) => new()
    {
        Path = change.Path,
        Changes = [.. from known in Names where (change.Kinds & known.Kind) != 0 select known.Name],
        Before = change.Before is { } before ? EntryDocument.From(new ListedEntry(change.Path, before)) : null,
        After = change.After is { } after ? EntryDocument.From(new ListedEntry(change.Path, after)) : null,
        ChangedPageCount = change.ChangedPageCount,
    };
}
