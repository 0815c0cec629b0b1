using GeodeArchive.Cli.Commands;

namespace GeodeArchive.Cli.Rendering;

/// <summary>A chain for people.</summary>
internal static class ChainText
{
    /// <summary>Writes header, members, sum and restore point.</summary>
    public static void Write(TextWriter output, BackupListing chain)
    {
        var nameWidth = chain.Backups.Max(listed => listed.Backup.Name.Length);
        var numberWidth = chain.Backups.Count.ToString().Length;
        output.WriteLine($"Backup Chain for {chain.ChainName}:");
        foreach (var (index, listed) in chain.Backups.Index())
        {
            var number = (index + 1).ToString().PadLeft(numberWidth);
            var size = SizeText.Of(listed.Backup.StoredSize);
            var fileState = listed.FileState == BackupFileState.Ok ? string.Empty : $" file {BackupFileStates.NameOf(listed.FileState)}";
            var held = listed.Hold is null ? string.Empty : " held";
            var time = TimeText.OfMoment(listed.Backup.Started);
            output.WriteLine($"  {number}. {listed.Backup.Name.PadRight(nameWidth)} ({size}, {time}){fileState}{held}");
        }

        output.WriteLine();
        output.WriteLine($"Total size: {SizeText.Of(chain.TotalSize)}");
        output.WriteLine($"Restore point: {TimeText.OfMoment(chain.Backups[^1].Backup.Started)}");
    }
}
