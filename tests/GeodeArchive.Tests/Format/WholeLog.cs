using System.Text.Json.Nodes;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>
/// Reads one segment of a log as recovery would that has nothing else: what is acknowledged must be there, what follows it may be torn.
/// </summary>
internal sealed class WholeLog
{
    private readonly byte[] _file;
    private readonly LogSegmentHeader _segment;
    private readonly JsonArray _frames = [];
    private long _offset = LogSegmentHeader.Size;
    private Lsn _end;
    private uint _sum;
    private Xid _xidMax;
    private long _timeMax;

    private WholeLog(byte[] file, LogSegmentHeader segment)
    {
        (_file, _segment) = (file, segment);
        (_end, _sum, _xidMax, _timeMax) = (segment.Start, segment.PreviousSum, segment.XidMax, segment.TimeMax);
    }

    public static JsonObject Read(VectorQuestion question, byte[] bytes)
    {
        LogSegmentHeader segment = LogSegmentHeader.Decode(bytes);
        byte[] file = bytes;
        if (question.Size is { } size && size != bytes.Length)
        {
            file = new byte[size];
            bytes.CopyTo(file, 0);
        }

        segment.ExpectSize(file.Length);
        if (question.Number is { } number)
        {
            segment.ExpectNumber((long)number.Value);
        }

        return new WholeLog(file, segment).Read();
    }

    private JsonObject Read()
    {
        FormatError? failure = ReadFrames();
        JsonObject described = new()
        {
            ["header"] = LogText.Header(_segment),
            ["frames"] = _frames,
            ["end"] = new JsonObject
            {
                ["offset"] = _offset,
                ["lsn"] = _end.ToString(),
                ["failure"] = failure is { } error ? FormatErrorNames.Name(error) : null,
            },
        };
        ReadOnlySpan<byte> area = _file.AsSpan((int)_segment.FramesEnd);
        if (area.StartsWith(LogFooter.Magic))
        {
            LogFooter footer = LogFooter.Decode(area, _segment.FramesEnd);
            footer.ExpectIn(_segment);
            described["footer"] = LogText.Footer(footer);
        }

        return described;
    }

    /// <summary>Why the last place holds no frame; null where no frame can be.</summary>
    private FormatError? ReadFrames()
    {
        Lsn durable = FindDurable();
        while (_offset < _segment.FramesEnd)
        {
            ReadOnlySpan<byte> rest = _file.AsSpan((int)_offset);
            LogFrameHeader frame;
            try
            {
                frame = LogFrameHeader.Decode(rest, _offset);
                frame.ExpectIn(_segment, _offset);
                frame.ExpectAfter(_end, _sum);
                frame.CheckPayload(rest[..frame.TotalSize]);
            }
            catch (ArchiveFormatException failure) when (_end >= durable)
            {
                return failure.Error;
            }

            ReadRecords(frame, rest[..frame.TotalSize]);
            _sum = LogFrameHeader.SumOf(rest);
        }

        return null;
    }

    private void ReadRecords(LogFrameHeader frame, ReadOnlySpan<byte> bytes)
    {
        LogRecordReader reader = new(frame, bytes, _xidMax, _timeMax);
        JsonArray records = [];
        while (reader.TryRead(out LogRecordHeader header, out ReadOnlySpan<byte> body))
        {
            records.Add(LogText.Record(header, body, reader.End));
        }

        _frames.Add(LogText.Frame(frame, records));
        (_end, _xidMax, _timeMax) = (frame.End, frame.XidMax, frame.TimeMax);
        _offset += frame.TotalSize;
    }

    private Lsn FindDurable()
    {
        Lsn durable = Lsn.Zero;
        for (long offset = LogSegmentHeader.Size; offset < _segment.FramesEnd; offset += LogLimits.PageSize)
        {
            ReadOnlySpan<byte> page = _file.AsSpan((int)offset);
            if (LogFrameHeader.HasRightSum(page)
                && LogFrameHeader.Decode(page, offset) is var frame
                && (frame.TimelineId, frame.Salt) == (_segment.TimelineId, _segment.Salt))
            {
                durable = Lsn.Max(durable, frame.Durable);
            }
        }

        return durable;
    }
}
