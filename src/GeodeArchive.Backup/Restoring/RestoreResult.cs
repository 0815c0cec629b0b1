using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Restoring;

/// <summary>A restore that was done.</summary>
/// <param name="Backup">What was restored.</param>
/// <param name="EntryCount">Files, directories and other entries restored.</param>
/// <param name="ByteCount">Bytes of file content written.</param>
/// <param name="KeptCount">Of these, how many were in the target already.</param>
/// <param name="RemovedCount">Entries that were removed from the target.</param>
/// <param name="Problems">Entries that could not be restored as they were.</param>
public sealed record RestoreResult(
    BackupAddRecord Backup, long EntryCount, long ByteCount, long KeptCount, long RemovedCount, ProblemLog Problems);
