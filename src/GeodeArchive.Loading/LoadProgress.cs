namespace GeodeArchive.Loading;

/// <summary>How far a load is. Safe to be looked at by other workers.</summary>
public sealed class LoadProgress
{
    private long _nodes;
    private long _relationships;
    private long _bytes;
    private long _bytesTotal;

    /// <summary>Nodes that were loaded.</summary>
    public long Nodes => Volatile.Read(ref _nodes);

    /// <summary>Relationships that were loaded.</summary>
    public long Relationships => Volatile.Read(ref _relationships);

    /// <summary>Bytes of input that were loaded.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Bytes of input that there are.</summary>
    public long BytesTotal => Volatile.Read(ref _bytesTotal);

    internal void AddRows(bool isRelationships, int count) => Interlocked.Add(ref isRelationships ? ref _relationships : ref _nodes, count);

    internal void AddBytes(long count) => Interlocked.Add(ref _bytes, count);

    internal void AddTotal(long count) => Interlocked.Add(ref _bytesTotal, count);
}
