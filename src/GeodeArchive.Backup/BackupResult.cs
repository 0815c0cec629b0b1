using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;

namespace GeodeArchive.Backup;

/// <summary>A backup that was made.</summary>
/// <param name="Backup">As the repository has it.</param>
/// <param name="Manifest">The commit that holds it.</param>
/// <param name="NewBytes">Bytes of chunks that had not been stored before.</param>
/// <param name="Problems">Entries that could not be saved as they should.</param>
/// <param name="Notes">What the operator should know although nothing is wrong.</param>
public sealed record BackupResult(
    BackupAddRecord Backup, ManifestNumber Manifest, long NewBytes, ProblemLog Problems, IReadOnlyList<string> Notes);
