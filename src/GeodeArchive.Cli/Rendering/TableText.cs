using GeodeArchive.Cli.Commands;
using GeodeArchive.Format;

namespace GeodeArchive.Cli.Rendering;

/// <summary>All backups of a root for people, in columns.</summary>
internal static class TableText
{
    private const int SizeColumn = 2;

    private static readonly string[] Header = ["NAME", "TYPE", "SIZE", "TIME (UTC)", "PARENT", "STATE"];

    /// <summary>Writes a header and a line for each backup.</summary>
    public static void Write(TextWriter output, BackupListing listing, string root)
    {
        if (listing.Backups.Count == 0)
        {
            output.WriteLine($"No backups in {root}");
            return;
        }

        ColumnText.Write(output, [Header, .. listing.Backups.Select(Row)], SizeColumn);
    }

    /// <summary>The name of a type, as --type takes it.</summary>
    public static string NameOf(BackupType type) => ArgumentValues.TypeNames[(int)type - (int)BackupType.Full];

    private static string[] Row(ListedBackup listed) =>
    [
        listed.Backup.Name,
        NameOf(listed.Backup.BackupType),
        SizeText.Of(listed.Backup.StoredSize),
        TimeText.OfMoment(listed.Backup.Started),
        listed.ParentText,
        State(listed),
    ];

    private static string State(ListedBackup listed) => listed.Hold is { } hold
        ? $"{Condition(listed)}, held{(hold.Reason.Length == 0 ? string.Empty : $": {hold.Reason}")}"
        : Condition(listed);

    private static string Condition(ListedBackup listed)
    {
        if (listed.FileState != BackupFileState.Ok)
        {
            return $"file {BackupFileStates.NameOf(listed.FileState)}";
        }

        return listed.Backup.IncompleteCount == 0 ? "ok" : $"{CountText.Of(listed.Backup.IncompleteCount, "file")} incomplete";
    }
}
