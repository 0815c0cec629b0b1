using GeodeArchive.Backup.Checking;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>repository check --json</c> prints.</summary>
internal sealed record CheckedDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>True when nothing is damaged.</summary>
    public required bool Intact { get; init; }

    /// <summary>Manifests that were read.</summary>
    public required long ManifestCount { get; init; }

    /// <summary>Segments.</summary>
    public required long SegmentCount { get; init; }

    /// <summary>Indexes.</summary>
    public required long IndexCount { get; init; }

    /// <summary>Backups whose trees were walked.</summary>
    public required long BackupCount { get; init; }

    /// <summary>Stored bytes of segments that were read and checked.</summary>
    public required long CheckedSize { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The first hundred damages.</summary>
    public required IReadOnlyList<DamageDocument> Damages { get; init; }

    /// <summary>True when there is more damage than that.</summary>
    public required bool HasMoreDamage { get; init; }

    /// <summary>What the operator should know although nothing is damaged.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Describes a check.</summary>
    public static CheckedDocument From(string root, CheckResult result, TimeSpan elapsed) => new()
    {
        Root = root,
        Intact = result.Damages.Count == 0,
        ManifestCount = result.ManifestCount,
        SegmentCount = result.SegmentCount,
        IndexCount = result.IndexCount,
        BackupCount = result.BackupCount,
        CheckedSize = result.ByteCount,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, digits: 3),
        Damages = [.. result.Damages.Select(DamageDocument.From)],
        HasMoreDamage = result.HasMoreDamage,
        Notes = result.Notes,
    };
}
