using GeodeArchive.Backup.Comparing;

namespace GeodeArchive.Cli.Rendering;

/// <summary>Sums of a comparison.</summary>
internal sealed class DiffTotals
{
    /// <summary>Entries that only the second backup has.</summary>
    public long AddedCount { get; private set; }

    /// <summary>Entries that only the first backup has.</summary>
    public long RemovedCount { get; private set; }

    /// <summary>Entries of another type.</summary>
    public long TypeCount { get; private set; }

    /// <summary>Entries with other content.</summary>
    public long ContentCount { get; private set; }

    /// <summary>Entries with other metadata.</summary>
    public long MetadataCount { get; private set; }

    /// <summary>Bytes of the files that were added.</summary>
    public long AddedSize { get; private set; }

    /// <summary>Bytes of the files that were removed.</summary>
    public long RemovedSize { get; private set; }

    /// <summary>Counts a change. A file that became something else was removed, and what it became was added.</summary>
    public void Add(TreeChange change)
    {
        AddedCount += Has(change, ChangeKinds.Added);
        RemovedCount += Has(change, ChangeKinds.Removed);
        TypeCount += Has(change, ChangeKinds.Type);
        ContentCount += Has(change, ChangeKinds.Content);
        MetadataCount += Has(change, ChangeKinds.Metadata);
        if ((change.Kinds & (ChangeKinds.Added | ChangeKinds.Removed | ChangeKinds.Type)) != 0)
        {
            AddedSize += change.After?.Size ?? 0;
            RemovedSize += change.Before?.Size ?? 0;
        }
    }

    private static int Has(TreeChange change, ChangeKinds kind) => (change.Kinds & kind) != 0 ? 1 : 0;
}
