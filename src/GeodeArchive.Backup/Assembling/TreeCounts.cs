using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;

namespace GeodeArchive.Backup.Assembling;

/// <summary>What a tree holds.</summary>
internal sealed class TreeCounts
{
    public long FileCount { get; private set; }

    public long DirectoryCount { get; private set; }

    public long OtherCount { get; private set; }

    /// <summary>Bytes of all files, at most 2^63-1.</summary>
    public long LogicalSize { get; private set; }

    /// <summary>Entries that changed while they were read or could not be read.</summary>
    public long IncompleteCount { get; private set; }

    /// <summary>Counts names of which nothing could be read, so that they have no entry.</summary>
    public void AddMissing(long count) => IncompleteCount += count;

    public void Add(TreeEntry entry)
    {
        if (entry.Kind == EntryKind.File)
        {
            FileCount++;
            LogicalSize = SizeSum.Add(LogicalSize, entry.Size);
        }
        else if (entry.Kind == EntryKind.Directory)
        {
            DirectoryCount++;
        }
        else
        {
            OtherCount++;
        }

        IncompleteCount += entry.Flags == EntryFlags.None ? 0 : 1;
    }
}
