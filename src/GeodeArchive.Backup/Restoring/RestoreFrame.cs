using GeodeArchive.Backup.Walking;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Backup.Restoring;

/// <summary>A directory of the backup on the way from its root to where the walk is.</summary>
internal sealed class RestoreFrame : IDisposable
{
    public RestoreFrame(RestoreFrame? above, TreePath path, TreeEntry entry, bool isTaken)
    {
        Above = above;
        Path = path;
        Entry = entry;
        IsTaken = isTaken;
    }

    /// <summary>The directory above; null for the root.</summary>
    public RestoreFrame? Above { get; }

    public TreePath Path { get; }

    public TreeEntry Entry { get; }

    /// <summary>Whether all in it is restored.</summary>
    public bool IsTaken { get; }

    /// <summary>Its entries.</summary>
    public required IEnumerator<TreeEntry> Entries { get; init; }

    /// <summary>What the parent backup has there; null where it has nothing, or does not matter.</summary>
    public ParentCursor? Known { get; init; }

    /// <summary>The directory in the target; null until something is restored into it.</summary>
    public DirectoryLease? Lease { get; set; }

    /// <summary>What was in it; null if it was not there, or does not matter.</summary>
    public TargetListing? Existing { get; set; }

    /// <summary>Whether a name was there.</summary>
    public bool Has(FileName name) => Existing is not null && Existing.Contains(name);

    public void Dispose()
    {
        Entries.Dispose();
        Known?.Dispose();
        Lease?.Release();
    }
}
