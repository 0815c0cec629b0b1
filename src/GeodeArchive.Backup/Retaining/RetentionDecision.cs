using GeodeArchive.Format;

namespace GeodeArchive.Backup.Retaining;

/// <summary>What becomes of one backup in a cleanup.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="IsKept">False if it is to be removed.</param>
/// <param name="Reason">Why.</param>
public sealed record RetentionDecision(BackupAddRecord Backup, bool IsKept, string Reason);
