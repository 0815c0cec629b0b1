using GeodeArchive.Format;

namespace GeodeArchive.Wal.Reading;

/// <summary>A record of the log. Valid until its reader reads on.</summary>
public readonly ref struct LogRecord
{
    /// <summary>A record in the memory of who read it.</summary>
    public LogRecord(LogRecordType type, ReadOnlySpan<byte> body, Lsn end, long frameOffset)
    {
        Type = type;
        Body = body;
        End = end;
        FrameOffset = frameOffset;
    }

    /// <summary>What it is.</summary>
    public LogRecordType Type { get; }

    /// <summary>Its body.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The place after it, by which it is named.</summary>
    public Lsn End { get; }

    /// <summary>Where its frame or block is in its file, for messages.</summary>
    public long FrameOffset { get; }
}
