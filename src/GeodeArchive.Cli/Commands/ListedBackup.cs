using GeodeArchive.Format;

namespace GeodeArchive.Cli.Commands;

/// <summary>One backup of a listing.</summary>
/// <param name="Backup">As the repository has it.</param>
/// <param name="ParentName">The backup it was compared with; null for a full, or when that one is gone.</param>
/// <param name="ChainName">The full it goes back to; null when that one is gone.</param>
/// <param name="HasFile">False when the backup file is missing from the archive root.</param>
/// <param name="Hold">Why it cannot be deleted; null when it can.</param>
internal sealed record ListedBackup(
    BackupAddRecord Backup, string? ParentName, string? ChainName, bool HasFile, BackupHoldRecord? Hold = null)
{
    /// <summary>The parent's name, "-" for a full, "(gone)".</summary>
    public string ParentText => ParentName ?? (Backup.BackupType == BackupType.Full ? "-" : "(gone)");
}
