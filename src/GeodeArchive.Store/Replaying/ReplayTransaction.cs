using GeodeArchive.Format;

namespace GeodeArchive.Store.Replaying;

/// <summary>A transaction that was read from a log and decoded. In the memory of its chunk.</summary>
internal readonly ref struct ReplayTransaction(
    LogCommit commit,
    Lsn end,
    ReadOnlySpan<byte> bytes,
    ReadOnlySpan<ReplayRecord> records,
    ReadOnlySpan<GraphFingerprint> sums,
    ReadOnlySpan<(GraphId Graph, GraphFingerprint Fingerprint)> fingerprints)
{
    /// <summary>Its commit.</summary>
    public LogCommit Commit { get; } = commit;

    /// <summary>The place after it.</summary>
    public Lsn End { get; } = end;

    /// <summary>What <see cref="Records"/> refer to.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Its records.</summary>
    public ReadOnlySpan<ReplayRecord> Records { get; } = records;

    /// <summary>The fingerprints of the rows that it puts.</summary>
    public ReadOnlySpan<GraphFingerprint> Sums { get; } = sums;

    /// <summary>What its commit says of the graphs that it changed.</summary>
    public ReadOnlySpan<(GraphId Graph, GraphFingerprint Fingerprint)> Fingerprints { get; } = fingerprints;
}
