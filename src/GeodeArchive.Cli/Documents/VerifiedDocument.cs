using GeodeArchive.Backup.Verifying;
using GeodeArchive.Cli.Commands;

namespace GeodeArchive.Cli.Documents;

/// <summary>What <c>backup verify --json</c> prints.</summary>
internal sealed record VerifiedDocument
{
    /// <summary>The archive root, as it was given.</summary>
    public required string Root { get; init; }

    /// <summary>Name of the backup.</summary>
    public required string Name { get; init; }

    /// <summary>True when nothing is damaged.</summary>
    public required bool Intact { get; init; }

    /// <summary>True when every byte was read and every sum checked.</summary>
    public required bool CheckedChecksums { get; init; }

    /// <summary>True when the whole tree was walked.</summary>
    public required bool CheckedConsistency { get; init; }

    /// <summary>Segments that the backup needs.</summary>
    public required long SegmentCount { get; init; }

    /// <summary>Stored bytes that were read and checked.</summary>
    public required long CheckedSize { get; init; }

    /// <summary>Tree entries that were checked.</summary>
    public required long EntryCount { get; init; }

    /// <summary>How long it took.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The first hundred damages.</summary>
    public required IReadOnlyList<DamageDocument> Damages { get; init; }

    /// <summary>True when there is more damage than that.</summary>
    public required bool HasMoreDamage { get; init; }

    /// <summary>What the operator should know although nothing is damaged.</summary>
    public required IReadOnlyList<ProblemDocument> Notes { get; init; }

    /// <summary>Describes a verification.</summary>
    public static VerifiedDocument From(BackupPlace input, VerifyOptions options, VerifyReport report, TimeSpan elapsed) => new()
    {
        Root = input.Root.ToString(),
        Name = input.Name,
        Intact = report.Damages.Count == 0,
        CheckedChecksums = options.ChecksSums && report.Result is not null,
        CheckedConsistency = options.ChecksConsistency && report.Result is not null,
        SegmentCount = report.Result?.SegmentCount ?? 0,
        CheckedSize = report.Result?.ByteCount ?? 0,
        EntryCount = report.Result?.EntryCount ?? 0,
        ElapsedSeconds = Math.Round(elapsed.TotalSeconds, digits: 3),
        Damages = [.. report.Damages.Select(DamageDocument.From)],
        HasMoreDamage = report.Result?.HasMoreDamage ?? false,
        Notes = ProblemDocument.From(report.Result?.Notes ?? []),
    };
}
