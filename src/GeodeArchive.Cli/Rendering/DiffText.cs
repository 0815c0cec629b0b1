using GeodeArchive.Backup.Comparing;
using GeodeArchive.Backup.Viewing;

namespace GeodeArchive.Cli.Rendering;

/// <summary>A comparison for people.</summary>
internal static class DiffText
{
    private const int MarkWidth = 3;

    /// <summary>"CM etc/hosts", "T  etc/ssl/ (was a file)", "C  graphs/1 (12 pages)".</summary>
    public static string Of(TreeChange change)
    {
        var entry = (change.After ?? change.Before)!;
        var remark = (change.Kinds & ChangeKinds.Type) != 0 ? $" (was a {EntryText.NameOf(change.Before!.Kind)})"
            : change.ChangedPageCount > 0 ? $" ({CountText.Of(change.ChangedPageCount, "page")})"
            : string.Empty;
        return MarkOf(change.Kinds).PadRight(MarkWidth) + EntryText.Short(new ListedEntry(change.Path, entry)) + remark;
    }

    /// <summary>"2 added, 1 removed, ...".</summary>
    public static string Of(DiffTotals totals) =>
        $"{CountText.Of(totals.AddedCount)} added ({SizeText.Of(totals.AddedSize)}), "
        + $"{CountText.Of(totals.RemovedCount)} removed ({SizeText.Of(totals.RemovedSize)}), "
        + $"{CountText.Of(totals.TypeCount)} of another type, {CountText.Of(totals.ContentCount)} with other content, "
        + $"{CountText.Of(totals.MetadataCount)} with other metadata";

    private static string MarkOf(ChangeKinds kinds) => kinds switch
    {
        ChangeKinds.Added => "+",
        ChangeKinds.Removed => "-",
        ChangeKinds.Type => "T",
        ChangeKinds.Content => "C",
        ChangeKinds.Metadata => "M",
        _ => "CM",
    };
}
