using GeodeArchive.Format;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Scanning;

/// <summary>Looks for what a file says was durable: see recovery in format-spec/log.md.</summary>
internal static class LogDurability
{
    private const int StretchSize = 1 << 20;

    /// <summary>
    /// The highest durable_lsn of any frame of this use of the segment, wherever it is and whatever it goes on from; zero if there is none.
    /// </summary>
    public static Lsn Find(IByteSource source, LogSegmentHeader segment)
    {
        var durable = Lsn.Zero;
        var stretch = new byte[StretchSize];
        for (var offset = 0L; offset < source.Length; offset += StretchSize)
        {
            var size = source.Read(stretch, offset);
            for (var at = 0; at + LogFrameHeader.Size <= size; at += LogLimits.PageSize)
            {
                if (TryDecode(stretch.AsSpan(at, LogFrameHeader.Size), offset + at) is { } frame
                    && frame.TimelineId == segment.TimelineId
                    && frame.Salt == segment.Salt)
                {
                    durable = Lsn.Max(durable, frame.Durable);
                }
            }
        }

        return durable;
    }

    private static LogFrameHeader? TryDecode(ReadOnlySpan<byte> bytes, long offset)
    {
        if (!LogFrameHeader.HasRightSum(bytes))
        {
            return null;
        }

        try
        {
            return LogFrameHeader.Decode(bytes, offset);
        }
        catch (ArchiveFormatException)
        {
            // Nothing of ours, whatever its sum: it says nothing.
            return null;
        }
    }
}
