using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;
using GeodeArchive.Repository;

namespace GeodeArchive.Backup.Verifying;

/// <summary>What a verification found.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="SegmentCount">Segments that it needs.</param>
/// <param name="ByteCount">Stored bytes that were read and checked.</param>
/// <param name="EntryCount">Tree entries that were checked.</param>
/// <param name="Damages">What is damaged, in the order it was found; at most a hundred.</param>
/// <param name="HasMoreDamage">True when there is more than that.</param>
/// <param name="Notes">What the operator should know although nothing is damaged.</param>
public sealed record VerifyResult(
    BackupAddRecord Backup,
    int SegmentCount,
    long ByteCount,
    long EntryCount,
    IReadOnlyList<RepositoryException> Damages,
    bool HasMoreDamage,
    IReadOnlyList<Problem> Notes)
{
    /// <summary>True when nothing is damaged.</summary>
    public bool IsIntact => Damages.Count == 0;
}
