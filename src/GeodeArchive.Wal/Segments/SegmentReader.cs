using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Wal.Segments;

/// <summary>
/// Reads one segment through a window, frame by frame, and checks each. Throws <see cref="FileException"/>; what it finds invalid it says
/// and does not throw.
/// </summary>
internal sealed class SegmentReader : IDisposable
{
    private const int WindowSize = 1 << 20;

    private readonly IFile _file;
    private AlignedBuffer _window = new(WindowSize);
    private long _windowStart;
    private int _windowLength;

    private SegmentReader(IFile file, string path)
    {
        _file = file;
        Path = path;
    }

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>The header, once <see cref="TryReadHeader"/> found it.</summary>
    public LogSegmentHeader Header { get; private set; } = null!;

    public static SegmentReader Open(LogDirectory directory, long number) =>
        new(directory.OpenForReading(number), directory.PathOf(number));

    /// <summary>Reads the header.</summary>
    /// <param name="number">The number that it must say.</param>
    /// <param name="damage">Why there is none.</param>
    public bool TryReadHeader(long number, out ArchiveFormatException? damage)
    {
        try
        {
            damage = null;
            Header = LogSegmentHeader.Decode(Get(0, LogSegmentHeader.Size));
            if (Header.Number != number)
            {
                damage = new ArchiveFormatException(
                    FormatError.BadIdentity, "log segment header", 0, $"it is the header of segment {Header.Number}");
            }
            else if (_file.Length != Header.SegmentSize)
            {
                damage = new ArchiveFormatException(
                    FormatError.Truncated, "log segment header", 0, $"the file has {_file.Length} bytes of {Header.SegmentSize}");
            }
        }
        catch (ArchiveFormatException error)
        {
            damage = error;
        }

        return damage is null;
    }

    /// <summary>Reads the frame at a place, which must go on from the one before it.</summary>
    /// <param name="offset">Where it is.</param>
    /// <param name="start">Where its records must start.</param>
    /// <param name="previousSum">The sum of the frame before it.</param>
    /// <param name="frame">Its header.</param>
    /// <param name="bytes">The whole frame; valid until the next call.</param>
    /// <param name="damage">Why there is no such frame.</param>
    public bool TryReadFrame(
        long offset,
        Lsn start,
        uint previousSum,
        out LogFrameHeader frame,
        out ReadOnlySpan<byte> bytes,
        out ArchiveFormatException? damage)
    {
        frame = default;
        bytes = default;
        try
        {
            damage = null;
            frame = LogFrameHeader.Decode(Get(offset, LogLimits.PageSize), offset);
            frame.ExpectIn(Header, offset);
            frame.ExpectAfter(start, previousSum);
            bytes = Get(offset, frame.TotalSize);
            frame.CheckPayload(bytes);
            return true;
        }
        catch (ArchiveFormatException error)
        {
            damage = error;
            return false;
        }
    }

    /// <summary>
    /// Whether something was written at a place in this use of the segment, as far as can be told: not what an earlier use left.
    /// </summary>
    public bool IsWritten(long offset)
    {
        var page = Get(offset, LogLimits.PageSize);
        return page.StartsWith(LogFrameHeader.Magic)
            && (!LogFrameHeader.HasRightSum(page) || LogFrameHeader.SaltOf(page) == Header.Salt);
    }

    /// <summary>The highest durable LSN that any frame of this use of the segment tells, from a place on.</summary>
    public Lsn FindWitness(long offset)
    {
        var durable = Lsn.Zero;
        for (; offset < Header.FramesEnd; offset += LogLimits.PageSize)
        {
            var page = Get(offset, LogLimits.PageSize);
            if (LogFrameHeader.HasRightSum(page) && LogFrameHeader.SaltOf(page) == Header.Salt)
            {
                durable = Lsn.Max(durable, LogFrameHeader.DurableOf(page));
            }
        }

        return durable;
    }

    /// <summary>
    /// The highest durable LSN that any frame in a segment without a valid header tells, if it belongs to a stretch of the timeline that
    /// nothing else holds. Frames of an earlier use lie before it.
    /// </summary>
    public Lsn FindWitness(TimelineId timeline, Lsn from)
    {
        var durable = Lsn.Zero;
        var length = _file.Length;
        long size;
        for (long offset = LogSegmentHeader.Size; offset + LogLimits.PageSize <= length; offset += size)
        {
            size = LogLimits.PageSize;
            if (TryDecode(Get(offset, LogLimits.PageSize), offset) is { } frame && frame.Offset == offset)
            {
                // What lies within it are records of somebody, which may look like frames.
                size = frame.TotalSize;
                durable = frame.TimelineId == timeline && frame.Start >= from ? Lsn.Max(durable, frame.Durable) : durable;
            }
        }

        return durable;
    }

    /// <summary>Forgets what was read: the file may have grown since.</summary>
    public void Forget() => _windowLength = 0;

    public void Dispose()
    {
        _window.Dispose();
        _file.Dispose();
    }

    private static LogFrameHeader? TryDecode(ReadOnlySpan<byte> page, long offset)
    {
        try
        {
            return LogFrameHeader.HasRightSum(page) ? LogFrameHeader.Decode(page, offset) : null;
        }
        catch (ArchiveFormatException)
        {
            // Records that look like a frame, and are none.
            return null;
        }
    }

    /// <summary>Bytes of the file, fewer where it ends; valid until the next call.</summary>
    private ReadOnlySpan<byte> Get(long offset, int size)
    {
        if (offset < _windowStart || offset + size > _windowStart + _windowLength)
        {
            if (size > _window.Length)
            {
                _window.Dispose();
                _window = new AlignedBuffer(LogLimits.ToPages(size));
            }

            _windowStart = offset;
            _windowLength = 0;
            _windowLength = _file.Read(_window.Span, offset);
        }

        var start = (int)(offset - _windowStart);
        return _window.Span[start..Math.Min(start + size, _windowLength)];
    }
}
