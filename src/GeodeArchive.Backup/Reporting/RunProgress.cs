namespace GeodeArchive.Backup.Reporting;

/// <summary>Counters of a running command, written by its workers and read by whoever draws the progress. Counts only grow.</summary>
public sealed class RunProgress
{
    private long _entries;
    private long _bytes;
    private long _storedBytes;
    private long _entriesTotal;
    private long _bytesTotal;

    /// <summary>Files, directories and other entries done.</summary>
    public long Entries => Interlocked.Read(ref _entries);

    /// <summary>Bytes read from the source, written to the target, or checked.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Bytes of new chunks that a backup had to store, before compression.</summary>
    public long NewBytes => Interlocked.Read(ref _storedBytes);

    /// <summary>Entries that there are, as far as is known; 0 if it is not.</summary>
    public long EntriesTotal => Interlocked.Read(ref _entriesTotal);

    /// <summary>Bytes that there are, as far as is known; 0 if it is not.</summary>
    public long BytesTotal => Interlocked.Read(ref _bytesTotal);

    internal void AddEntries(long count) => Interlocked.Add(ref _entries, count);

    internal void AddBytes(long count) => Interlocked.Add(ref _bytes, count);

    internal void AddNewBytes(long count) => Interlocked.Add(ref _storedBytes, count);

    internal void AddTotals(long entries, long bytes)
    {
        AddUpToMax(ref _entriesTotal, entries);
        AddUpToMax(ref _bytesTotal, bytes);
    }

    private static void AddUpToMax(ref long total, long count)
    {
        long before;
        do
        {
            before = Interlocked.Read(ref total);
        }
        while (Interlocked.CompareExchange(ref total, SizeSum.Add(before, count), before) != before);
    }
}
