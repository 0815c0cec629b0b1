using GeodeArchive.Cli.Commands;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>store check --json</c> prints.</summary>
internal sealed record StoreCheckedDocument
{
    /// <summary>The data directory, as it was given.</summary>
    public required string DataDir { get; init; }

    /// <summary>True when nothing is damaged.</summary>
    public required bool Intact { get; init; }

    /// <summary>Graphs of the last checkpoint.</summary>
    public required long GraphCount { get; init; }

    /// <summary>Pages that were read and checked.</summary>
    public required long PageCount { get; init; }

    /// <summary>Keys of the last checkpoint that were checked.</summary>
    public required long KeyCount { get; init; }

    /// <summary>Bytes that were read and checked.</summary>
    public required long CheckedSize { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The first hundred damages.</summary>
    public required IReadOnlyList<DamageDocument> Damages { get; init; }

    /// <summary>True when there is more damage than that.</summary>
    public required bool HasMoreDamage { get; init; }

    /// <summary>Describes a check.</summary>
    public static StoreCheckedDocument From(FilePath directory, StoreCheckReport report, TimeSpan elapsed) => new()
    {
        DataDir = directory.ToString(),
        Intact = report.FindingCount == 0,
        GraphCount = report.Checked.Graphs,
        PageCount = report.Checked.Pages,
        KeyCount = report.Checked.Keys,
        CheckedSize = report.Checked.Bytes,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, digits: 3),
        Damages = [.. report.Findings.Select(DamageDocument.From)],
        HasMoreDamage = report.FindingCount > report.Findings.Count,
    };
}
