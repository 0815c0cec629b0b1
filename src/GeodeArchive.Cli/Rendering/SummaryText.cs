using System.Globalization;
using GeodeArchive.Backup;
using GeodeArchive.Backup.Restoring;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Cli.Rendering;

/// <summary>The one line that a command ends with.</summary>
internal static class SummaryText
{
    /// <summary>"full-1: 12,459 files, 2.0 GB read, 1.9 GB new, 650 MB stored (ratio 3.1), 6.2 s".</summary>
    public static string Of(BackupResult result, TimeSpan elapsed)
    {
        var backup = result.Backup;
        var ratio = backup.StoredSize > 0 && backup.ReadSize >= backup.StoredSize
            ? string.Create(CultureInfo.InvariantCulture, $" (ratio {(double)backup.ReadSize / backup.StoredSize:0.0})")
            : string.Empty;
        return $"{backup.Name}: {CountText.Of(backup.FileCount, "file")}, {SizeText.Of(backup.ReadSize)} read, "
            + $"{SizeText.Of(result.NewBytes)} new, {SizeText.Of(backup.StoredSize)} stored{ratio}, {TimeText.OfDuration(elapsed)}";
    }

    /// <summary>"full-1: 13,120 entries, 2.0 GB restored to /srv/data, 6.2 s".</summary>
    public static string Of(RestoreResult result, RestoreOptions options, TimeSpan elapsed)
    {
        var changes = options.IsUpdate ? $" ({CountText.Of(result.KeptCount)} kept, {CountText.Of(result.RemovedCount)} removed)" : "";
        return $"{result.Backup.Name}: {CountText.Of(result.EntryCount, "entry", "entries")}{changes}, "
            + $"{SizeText.Of(result.ByteCount)} restored to {options.Target}, {TimeText.OfDuration(elapsed)}";
    }

    /// <summary>"full-1: 12 to write, 3 to remove, 13,105 to keep in /srv/data; nothing was written".</summary>
    public static string Of(RestorePreview preview, FilePath target) =>
        $"{preview.Backup.Name}: {CountText.Of(preview.WriteCount)} to write, {CountText.Of(preview.RemoveCount)} to remove, "
        + $"{CountText.Of(preview.KeepCount)} to keep in {target}; nothing was written";
}
