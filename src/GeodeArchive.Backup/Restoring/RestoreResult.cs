using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Restoring;

/// <summary>A restore that was done.</summary>
/// <param name="Backup">What was restored.</param>
/// <param name="EntryCount">Files, directories and other entries made.</param>
/// <param name="ByteCount">Bytes of file content written.</param>
/// <param name="Problems">Entries that could not be restored as they were.</param>
public sealed record RestoreResult(BackupAddRecord Backup, long EntryCount, long ByteCount, ProblemLog Problems);
