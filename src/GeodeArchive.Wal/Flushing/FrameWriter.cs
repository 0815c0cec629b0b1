using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Time;
using GeodeArchive.Wal.Appending;
using GeodeArchive.Wal.Segments;

namespace GeodeArchive.Wal.Flushing;

/// <summary>
/// Puts frames into segments, in order, and makes them durable. Used by one worker at a time: whoever flushes. After a failure it must not
/// be used again. Throws <see cref="FileException"/>.
/// </summary>
internal sealed class FrameWriter : IDisposable
{
    private readonly Machine _machine;
    private readonly LogDirectory _directory;
    private readonly LogOptions _options;
    private readonly LogTimeline _timeline;
    private readonly AlignedBuffer _page = new(LogLimits.FooterAreaSize);
    private IFile? _file;
    private LogSegmentHeader? _header;
    private SegmentPlace? _place;
    private uint _endPage;
    private uint _previousSum;
    private uint _previousRecordSum;
    private long _timeMax;
    private Xid _xidMax;
    private Lsn _synced;
    private long _unsynced;
    private bool _isInUse;

    public FrameWriter(Machine machine, LogDirectory directory, LogOptions options, LogTimeline timeline, LogEnd end)
    {
        _machine = machine;
        _directory = directory;
        _options = options;
        _timeline = timeline;
        Written = end.Lsn;
        Durable = end.Lsn;
        _synced = end.Lsn;
        _previousRecordSum = end.PreviousSum;
        _timeMax = end.TimeMax;
        _xidMax = end.XidMax;
    }

    /// <summary>End of the last frame written.</summary>
    public Lsn Written { get; private set; }

    /// <summary>End of the last frame known to be durable.</summary>
    public Lsn Durable { get; private set; }

    /// <summary>Whether a sync is due though nobody waits.</summary>
    public bool IsSyncDue => _unsynced >= _options.UnsyncedMax;

    /// <summary>Opens a segment that is ready for frames, without a valid header yet: nobody takes it for one in use.</summary>
    public void Open(SegmentPlace place)
    {
        _place = place;
        _file = _directory.OpenForWriting(place.Number, _options.SyncMode);
        _header = MakeHeader(place);
        _isInUse = false;

        // Frames without records count for nothing beyond their segment: losing one must not break the log.
        _previousSum = _previousRecordSum;
        _endPage = LogSegmentHeader.Size / LogLimits.PageSize;
    }

    /// <summary>Writes the header of the segment.</summary>
    public void WriteHeader()
    {
        _header!.Encode(_page.Span);
        _file!.Write(_page.Span[..LogSegmentHeader.Size], 0);
        _unsynced += LogSegmentHeader.Size;
        _isInUse = true;
    }

    /// <summary>Writes a frame whose records are complete.</summary>
    public void Write(FrameBuffer frame)
    {
        if (frame.Place.Number != _place?.Number)
        {
            Enter(frame.Place);
        }

        var bytes = frame.Bytes;
        var commits = frame.Commits;
        _timeMax = Math.Max(_timeMax, commits.TimeLast);
        _xidMax = commits.XidLast > _xidMax ? commits.XidLast : _xidMax;
        var header = new LogFrameHeader
        {
            PayloadSize = frame.PayloadSize,
            PayloadSum = Crc32C.Compute(bytes.Slice(LogFrameHeader.Size, frame.PayloadSize)),
            Start = frame.Start,
            Durable = _synced,
            TimelineId = _timeline.TimelineId,
            Salt = _header!.Salt,
            TimeMax = _timeMax,
            XidMax = _xidMax,
            Epoch = _timeline.Epoch,
            PreviousSum = _previousSum,
            Page = (uint)(frame.Offset / LogLimits.PageSize),
            RecordCount = frame.RecordCount,
        };
        bytes[(LogFrameHeader.Size + frame.PayloadSize)..].Clear();
        header.Encode(bytes);
        _file!.Write(bytes, frame.Offset);
        _previousSum = LogFrameHeader.SumOf(bytes);
        _previousRecordSum = frame.PayloadSize > 0 ? _previousSum : _previousRecordSum;
        _endPage = (uint)((frame.Offset + bytes.Length) / LogLimits.PageSize);
        _unsynced += bytes.Length;
        Written = frame.End;
        if (_options.SyncMode == SyncMode.OpenDatasync && _isInUse)
        {
            Sync();
        }
        else if (_options.SyncMode == SyncMode.None)
        {
            // Shown to readers, but no frame may say that it is durable.
            Durable = Written;
        }
    }

    /// <summary>Makes all frames durable.</summary>
    public void Sync()
    {
        if (_unsynced > 0 && _options.SyncMode == SyncMode.Fdatasync)
        {
            _file!.Sync();
        }
        else if (_unsynced > 0 && _options.SyncMode == SyncMode.Fsync)
        {
            _file!.SyncAll();
        }

        _unsynced = 0;
        Durable = Written;
        _synced = _options.SyncMode == SyncMode.None ? _synced : Written;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _page.Dispose();
    }

    /// <summary>
    /// Leaves the segment for the next one. What it holds is durable before the next header is written, so that a header is a witness for
    /// all before it.
    /// </summary>
    private void Enter(SegmentPlace place)
    {
        if (_file is not null)
        {
            Sync();

            // Not made durable itself: it only saves work.
            WriteFooter();
            _file.Dispose();
            _file = null;
        }

        Open(place);
        WriteHeader();
    }

    private LogSegmentHeader MakeHeader(SegmentPlace place)
    {
        Span<byte> salt = stackalloc byte[sizeof(ulong)];
        _machine.Entropy.Fill(salt);
        return new LogSegmentHeader
        {
            DatabaseId = _timeline.DatabaseId,
            TimelineId = _timeline.TimelineId,
            Epoch = _timeline.Epoch,
            PreviousSum = _previousRecordSum,
            Number = place.Number,
            Start = place.Start,
            Salt = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(salt),
            SegmentSize = place.Size,
            TimeMax = _timeMax,
            XidMax = _xidMax,
            Created = WallTime.Now(_machine.Clock),
        };
    }

    private void WriteFooter()
    {
        var footer = new LogFooter
        {
            Salt = _header!.Salt,
            End = Written,
            EndPage = _endPage,
            Granules = _place!.Granules.Finish(Written),
        };
        _page.Span.Clear();
        footer.Encode(_page.Span);
        _file!.Write(_page.Span[..LogLimits.ToPages(footer.Size)], _place.FramesEnd);
    }
}
