using GeodeArchive.Format;

namespace GeodeArchive.Backup.Exporting;

/// <summary>An export that was written.</summary>
/// <param name="Backup">The backup, as the repository has it.</param>
/// <param name="Size">Bytes of the export.</param>
/// <param name="CopiedCount">Segments that were copied as they are.</param>
/// <param name="PackedCount">Segments that were packed again, because most of what those of the archive hold is not the backup's.</param>
public sealed record ExportResult(BackupAddRecord Backup, long Size, int CopiedCount, int PackedCount);
