using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Wal.Segments;

namespace GeodeArchive.Wal.Recovering;

/// <summary>
/// Follows the frames of a log to its end and tells a torn tail from damage: see format-spec/log.md, Recovery. Changes nothing.
/// </summary>
internal sealed class LogScanner
{
    private readonly LogDirectory _directory;
    private readonly List<LogSegmentHeader> _inUse = [];
    private readonly List<long> _ahead = [];
    private readonly List<long> _skipped = [];
    private readonly List<LogEnd> _boundaries = [];
    private readonly List<FramePlace> _frames = [];
    private LogEnd _end;
    private uint _previousSum;
    private Lsn _durable;
    private LogCut? _cut;

    private LogScanner(LogDirectory directory, Lsn durable)
    {
        _directory = directory;
        _durable = durable;
    }

    /// <summary>Scans the log.</summary>
    /// <param name="directory">Its files.</param>
    /// <param name="start">The place from where on everything must be there.</param>
    /// <param name="durable">The highest place that the caller knows to have been durable.</param>
    /// <exception cref="LogException"><see cref="LogError.Damaged"/>.</exception>
    public static ScannedLog Scan(LogDirectory directory, Lsn start, Lsn durable)
    {
        try
        {
            return new LogScanner(directory, durable).Scan(start);
        }
        catch (FileException error)
        {
            throw LogException.From(error);
        }
    }

    private ScannedLog Scan(Lsn start)
    {
        ReadHeaders();
        var first = _inUse.FindLastIndex(header => header.Start <= start);
        if (first < 0)
        {
            throw Missing(start);
        }

        // A header is written after everything before it was made durable, and a checkpoint made after the log up to it was.
        _durable = Lsn.Max(Lsn.Max(_durable, start), _inUse.Max(header => header.Start));
        var header = _inUse[first];
        _end = new LogEnd(header.Start, header.PreviousSum, header.TimeMax, header.XidMax);
        _boundaries.Add(_end);
        for (var i = first; i < _inUse.Count; i++)
        {
            Follow(_inUse[i], i + 1 < _inUse.Count ? _inUse[i + 1] : null);
        }

        var durableEnd = DurableEnd();
        return new ScannedLog
        {
            InUse = _inUse,
            Ahead = _ahead,
            Skipped = [.. _skipped.Where(number => number > _inUse[first].Number)],
            End = _end,
            Durable = _durable,
            DurableEnd = durableEnd,
            Tail = [.. _frames.Where(frame => frame.Start >= durableEnd.Lsn)],
            Cut = _cut,
        };
    }

    private void ReadHeaders()
    {
        var notInUse = new List<(long Number, string Path, ArchiveFormatException Damage)>();
        foreach (var number in _directory.ListSegments())
        {
            using var reader = SegmentReader.Open(_directory, number);
            if (reader.TryReadHeader(number, out var damage))
            {
                _inUse.Add(reader.Header);
            }
            else
            {
                notInUse.Add((number, reader.Path, damage!));
            }
        }

        var last = _inUse.Count > 0 ? _inUse[^1].Number : 0;
        _ahead.AddRange(notInUse.Where(segment => segment.Number > last).Select(segment => segment.Number));
        _skipped.AddRange(notInUse.Where(segment => segment.Number < last).Select(segment => segment.Number));
        var newer = notInUse.Find(segment => segment.Damage.Error is FormatError.BadVersion or FormatError.BadFeature);
        if (newer.Damage is not null)
        {
            throw LogException.Damage(newer.Path, newer.Damage);
        }

        if (_inUse.Find(header => header.DatabaseId != _inUse[0].DatabaseId) is { } stranger)
        {
            throw new LogException(
                LogError.OtherDatabase,
                $"{_directory.PathOf(stranger.Number)} belongs to database {stranger.DatabaseId}, others to {_inUse[0].DatabaseId}",
                "move the files that do not belong here to another directory");
        }
    }

    private void Follow(LogSegmentHeader segment, LogSegmentHeader? next)
    {
        using var reader = SegmentReader.Open(_directory, segment.Number);
        _ = reader.TryReadHeader(segment.Number, out _);
        _previousSum = segment.PreviousSum;
        long offset = LogSegmentHeader.Size;
        ArchiveFormatException? damage = null;
        while (next?.Start != _end.Lsn
            && offset < segment.FramesEnd
            && reader.TryReadFrame(offset, _end.Lsn, _previousSum, out var frame, out var bytes, out damage)
            && (next is null || frame.End <= next.Start))
        {
            Accept(reader, frame, bytes);
            offset += frame.TotalSize;
        }

        if (next is not null)
        {
            DemandGoesOn(reader, offset, next, damage);
            return;
        }

        _durable = Lsn.Max(_durable, reader.FindWitness(offset));
        foreach (var number in _ahead)
        {
            DemandNotInUse(number, segment.TimelineId);
        }

        if (_end.Lsn < _durable)
        {
            throw LogException.Damage(reader.Path, damage ?? new ArchiveFormatException(
                FormatError.Truncated, "log frame", offset, $"the log stops at {_end.Lsn}, but was durable up to {_durable}"));
        }

        if (damage is not null && reader.IsWritten(offset))
        {
            _cut = new LogCut(reader.Path, offset, damage.Message);
        }
    }

    /// <summary>
    /// A segment whose header decayed looks like one that is ready. But if it was in use, its frames tell of what was durable in it.
    /// </summary>
    private void DemandNotInUse(long number, TimelineId timeline)
    {
        using var reader = SegmentReader.Open(_directory, number);
        var witness = reader.FindWitness(timeline, _end.Lsn);
        if (witness > _end.Lsn)
        {
            _ = reader.TryReadHeader(number, out var damage);
            throw LogException.Damage(reader.Path, damage!);
        }
    }

    /// <summary>The next segment must go on from here: what this one holds behind is void.</summary>
    private void DemandGoesOn(SegmentReader reader, long offset, LogSegmentHeader next, ArchiveFormatException? damage)
    {
        if (next.Start != _end.Lsn)
        {
            throw LogException.Damage(reader.Path, damage ?? new ArchiveFormatException(
                FormatError.BadReference, "log frame", offset, $"the log stops at {_end.Lsn}, the next segment starts at {next.Start}"));
        }

        if (next.PreviousSum != _end.PreviousSum || next.TimeMax != _end.TimeMax || next.XidMax != _end.XidMax)
        {
            var damaged = new ArchiveFormatException(
                FormatError.BadReference, "log segment header", 0, $"it does not go on from the segment before, which ends at {_end.Lsn}");
            throw LogException.Damage(_directory.PathOf(next.Number), damaged);
        }
    }

    private void Accept(SegmentReader reader, LogFrameHeader frame, ReadOnlySpan<byte> bytes)
    {
        CheckRecords(reader, frame, bytes);
        var sum = LogFrameHeader.SumOf(bytes);
        _durable = Lsn.Max(_durable, frame.Durable);
        if (frame.PayloadSize > 0)
        {
            _frames.Add(new FramePlace(reader.Header.Number, frame.Offset, frame.Start, _previousSum));
            _end = new LogEnd(frame.End, sum, frame.TimeMax, frame.XidMax);
            _boundaries.Add(_end);
            Forget();
        }

        _previousSum = sum;
    }

    /// <summary>Records under right sums that contradict each other were not torn: they were written so.</summary>
    private void CheckRecords(SegmentReader reader, LogFrameHeader frame, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var records = new LogRecordReader(frame, bytes, _end.XidMax, _end.TimeMax);
            while (records.TryRead(out _, out _))
            {
                // Checked by being read.
            }
        }
        catch (ArchiveFormatException damage)
        {
            throw LogException.Damage(reader.Path, damage);
        }
    }

    /// <summary>What lies well before the durable place is not asked for any more.</summary>
    private void Forget()
    {
        const int Kept = 4096;
        if (_boundaries.Count < 2 * Kept)
        {
            return;
        }

        var durable = _boundaries.FindLastIndex(boundary => boundary.Lsn < _durable);
        if (durable > 0)
        {
            _boundaries.RemoveRange(0, durable);
            _frames.RemoveAll(frame => frame.Start < _boundaries[0].Lsn);
        }
    }

    /// <summary>The first boundary at the durable place; where none is there exactly, the last before it.</summary>
    private LogEnd DurableEnd()
    {
        var exact = _boundaries.FindIndex(boundary => boundary.Lsn == _durable);
        return exact >= 0 ? _boundaries[exact] : _boundaries.FindLast(boundary => boundary.Lsn < _durable);
    }

    private LogException Missing(Lsn start)
    {
        var oldest = _inUse.Count > 0 ? $"the oldest segment starts at {_inUse[0].Start}" : "there is no segment in use";
        return new LogException(
            LogError.Damaged,
            $"{_directory.DisplayPath}: the log from {start} on is missing; {oldest}",
            "restore the newest backup and replay the archived log up to its end");
    }
}
