using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Checking;

/// <summary>What a check of a whole repository found.</summary>
/// <param name="ManifestCount">Manifests that were read.</param>
/// <param name="SegmentCount">Segments of the repository.</param>
/// <param name="IndexCount">Indexes of the repository.</param>
/// <param name="BackupCount">Backups whose trees were walked.</param>
/// <param name="ByteCount">Stored bytes of segments that were read and checked.</param>
/// <param name="Damages">What is damaged; at most a hundred.</param>
/// <param name="HasMoreDamage">True when there is more than that.</param>
/// <param name="Notes">What the operator should know although nothing is damaged.</param>
public sealed record CheckResult(
    long ManifestCount,
    int SegmentCount,
    int IndexCount,
    int BackupCount,
    long ByteCount,
    IReadOnlyList<RepositoryException> Damages,
    bool HasMoreDamage,
    IReadOnlyList<string> Notes);
