using GeodeArchive.Format;

namespace GeodeArchive.Backup.Restoring;

/// <summary>What a restore would do.</summary>
/// <param name="Backup">What would be restored.</param>
/// <param name="WriteCount">Paths that would be written.</param>
/// <param name="RemoveCount">Paths that would be removed.</param>
/// <param name="KeepCount">Paths that are as they should be.</param>
public sealed record RestorePreview(BackupAddRecord Backup, long WriteCount, long RemoveCount, long KeepCount);
