using GeodeArchive.Cli.Documents;

namespace GeodeArchive.Cli.Rendering;

/// <summary>All that is known of a backup, for people.</summary>
internal static class ShowText
{
    /// <summary>Writes a line for each thing.</summary>
    public static void Write(TextWriter output, ShownDocument shown)
    {
        var lines = Lines(shown).ToList();
        var width = lines.Max(line => line.Label.Length) + 2;
        foreach (var (label, text) in lines)
        {
            output.WriteLine($"{(label + ":").PadRight(width)}{text}");
        }
    }

    private static IEnumerable<(string Label, string Text)> Lines(ShownDocument shown)
    {
        var backup = shown.Backup;
        yield return ("Name", backup.Name);
        yield return ("Type", $"{backup.Type}, of a {shown.SourceKind}, {shown.Domain}");
        yield return ("Backup id", backup.BackupId);
        yield return ("Parent", shown.ParentId is null ? "none" : backup.Parent ?? $"{shown.ParentId} (gone)");
        yield return ("Chain", backup.Chain ?? $"{shown.ChainId} (its full is gone)");
        yield return ("Source", shown.Source);
        yield return ("Host", shown.Host);
        yield return ("Program", shown.Program);
        yield return ("Started", backup.Started);
        yield return ("Finished", backup.Finished);
        yield return ("Holds", $"{CountText.Of(backup.FileCount, "file")}, "
            + $"{CountText.Of(backup.DirectoryCount, "directory", "directories")}, "
            + $"{CountText.Of(backup.OtherCount, "other")}; {SizeText.Of(backup.LogicalSize)}");
        yield return ("Incomplete", CountText.Of(backup.IncompleteCount, "file"));
        yield return ("Read", SizeText.Of(backup.ReadSize));
        yield return ("Stored", $"{SizeText.Of(backup.StoredSize)} that its parent does not need");
        yield return ("Needs", $"{CountText.Of(shown.Segments.Count, "segment")}, {SizeText.Of(shown.NeededSize)}; "
            + $"{SizeText.Of(shown.ExclusiveSize)} of them no other backup needs");
        yield return ("Backup file", shown.FileState);
        yield return ("Repository", shown.RepositoryId);
        yield return ("Session", shown.SessionId);
        foreach (var line in DatabaseLines(shown.Database))
        {
            yield return line;
        }
    }

    private static IEnumerable<(string Label, string Text)> DatabaseLines(ShownDatabaseDocument? database)
    {
        if (database is null)
        {
            yield break;
        }

        yield return ("Database", database.DatabaseId);
        yield return ("Incarnation", database.IncarnationId);
        yield return ("Timeline", database.TimelineId);
        yield return ("Checkpoint", $"{database.Generation}, {database.CheckpointTime}");
        yield return ("Log up to", $"{database.CheckpointLsn}, transaction {database.Xid}");
    }
}
