using GeodeArchive.Format;

namespace GeodeArchive.Inspect;

/// <summary>What an inspection is asked to show.</summary>
public sealed record InspectOptions
{
    /// <summary>The files, as they were written on the command line.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>What the files are; null to find out.</summary>
    public InspectedKind? Kind { get; init; }

    /// <summary>One JSON object a line instead of text.</summary>
    public bool IsJson { get; init; }

    /// <summary>Every chunk of every block.</summary>
    public bool ShowsChunks { get; init; }

    /// <summary>Every record of every frame of a log.</summary>
    public bool ShowsRecords { get; init; }

    /// <summary>The tree nodes in the blocks of metadata, and their entries.</summary>
    public bool ShowsTree { get; init; }

    /// <summary>The file with the key of the archive, or null.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The file with the passphrase of the archive, or null.</summary>
    public string? PassphraseFile { get; init; }

    /// <summary>The page of a store's file.</summary>
    public long Page { get; init; }

    /// <summary>The graph whose tree is walked; null for the tree of the file itself.</summary>
    public GraphId? Graph { get; init; }
}
