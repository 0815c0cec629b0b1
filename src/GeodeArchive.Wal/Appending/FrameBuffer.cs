using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;

namespace GeodeArchive.Wal.Appending;

/// <summary>
/// Memory in which one frame grows: appenders reserve bytes in it under the log's gate and copy their records outside of it, all at once.
/// </summary>
internal sealed class FrameBuffer : IDisposable
{
    private readonly AlignedBuffer _memory;
    private CommitStatistics _commits;
    private int _copying;
    private int _isAwaited;

    public FrameBuffer(int size) => _memory = new AlignedBuffer(size);

    /// <summary>The segment that the frame goes to.</summary>
    public SegmentPlace Place { get; private set; } = null!;

    /// <summary>Where in the segment.</summary>
    public long Offset { get; private set; }

    public Lsn Start { get; private set; }

    public Lsn End => Start + PayloadSize;

    public int PayloadSize { get; private set; }

    public int RecordCount { get; private set; }

    public CommitStatistics Commits => _commits;

    /// <summary>Bytes of records that still fit.</summary>
    public int Room { get; private set; }

    /// <summary>Header, records and padding.</summary>
    public int TotalSize => LogLimits.ToPages(LogFrameHeader.Size + PayloadSize);

    /// <summary>The whole frame; complete when nobody copies any more.</summary>
    public Span<byte> Bytes => _memory.Span[..TotalSize];

    /// <summary>Starts an empty frame.</summary>
    public void Open(SegmentPlace place, long offset, Lsn start)
    {
        Place = place;
        Offset = offset;
        Start = start;
        PayloadSize = 0;
        RecordCount = 0;
        _commits = new CommitStatistics();
        _isAwaited = 0;
        Room = (int)Math.Min(_memory.Length, place.RecordsEnd - offset) - LogFrameHeader.Size;
    }

    /// <summary>Reserves bytes; the caller copies into what it gets, then calls <see cref="Copied"/>. Under the log's gate.</summary>
    public Span<byte> Reserve(int size, int recordCount, LogCommit? commit)
    {
        var target = _memory.Span.Slice(LogFrameHeader.Size + PayloadSize, size);
        PayloadSize += size;
        RecordCount += recordCount;
        Room -= size;
        if (commit is { } ended)
        {
            _commits.Add(ended);
        }

        Interlocked.Increment(ref _copying);
        return target;
    }

    /// <summary>Counts the commits among records that were made before.</summary>
    public void NoteCommits(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            var header = LogRecordHeader.Decode(records, Offset);
            if (header.Type == LogRecordType.Commit)
            {
                _commits.Add(LogCommit.Decode(records.Slice(LogRecordHeader.Size, header.BodySize), Offset));
            }

            records = records[header.TotalSize..];
        }
    }

    /// <summary>Ends a copy.</summary>
    /// <returns>True if somebody waits for this one.</returns>
    public bool Copied() => Interlocked.Decrement(ref _copying) == 0 && Volatile.Read(ref _isAwaited) != 0;

    /// <summary>Whether all copies have ended; if not, the last one will say that somebody waits.</summary>
    public bool IsComplete()
    {
        Interlocked.Exchange(ref _isAwaited, 1);
        return Volatile.Read(ref _copying) == 0;
    }

    public void Dispose() => _memory.Dispose();
}
