using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Time;
using GeodeArchive.Wal.Appending;
using GeodeArchive.Wal.Flushing;
using GeodeArchive.Wal.Segments;

namespace GeodeArchive.Wal.Recovering;

/// <summary>
/// Makes a log ready to go on: in a new segment, into which everything is copied and made durable that may not have been. Its header comes
/// last, so that a crash on the way changes nothing.
/// </summary>
internal static class LogRecovery
{
    /// <summary>Makes the first segment of a new log.</summary>
    public static RecoveredLog Create(
        Machine machine, LogDirectory directory, LogOptions options, LogTimeline timeline, LogEnd end)
    {
        var left = directory.ListSegments();
        if (left.Exists(number => !directory.IsUnused(number)))
        {
            throw new LogException(
                LogError.Exists,
                $"{directory.DisplayPath} holds a log already",
                "name an empty directory, or start the database that it is of");
        }

        // What an attempt left that did not end; nothing was ever written to it.
        DeleteAll(directory, new Queue<long>(left));
        directory.DeleteUnfinished();
        directory.DeleteTimelines();
        directory.DeleteArchived();
        directory.CreateTimeline(timeline);
        directory.Create(1, options.SegmentSize);
        var place = PlaceFor(1, options.SegmentSize, end);
        var writer = new FrameWriter(machine, directory, options, timeline, end);
        WhileOpen(writer, () =>
        {
            writer.Open(place);
            writer.WriteHeader();
            writer.Sync();
            return LogSegmentHeader.Size;
        });
        return new RecoveredLog
        {
            Timeline = timeline,
            Start = end.Lsn,
            Cut = null,
            Writer = writer,
            Place = place,
            Offset = LogSegmentHeader.Size,
            TimeMax = end.TimeMax,
            XidMax = end.XidMax,
            Segments = [(1, end.Lsn)],
            Ahead = [],
            NextNumber = 2,
        };
    }

    /// <summary>Recovers a log that exists.</summary>
    public static RecoveredLog Run(
        Machine machine, LogDirectory directory, LogOptions options, Lsn start, Lsn durable, LogIdentity? identity)
    {
        var scanned = LogScanner.Scan(directory, start, durable);
        DemandIdentity(directory, scanned.InUse[^1], identity);
        var timeline = directory.ReadTimeline(scanned.InUse[^1].TimelineId);
        directory.DeleteUnfinished();
        DeleteAll(directory, new Queue<long>(scanned.Skipped));
        directory.SyncNames();
        var size = SegmentSizeFor(options, directory, scanned);
        var ahead = UsableAhead(directory, options, scanned);
        var next = Math.Max(scanned.InUse[^1].Number, scanned.Ahead.Count > 0 ? scanned.Ahead[^1] : 0) + 1;
        long number;
        if (ahead.Count > 0 && size == options.SegmentSize)
        {
            number = ahead.Dequeue();
        }
        else
        {
            // One that is ready under a lower number would be taken for one in use before this one.
            number = next++;
            DeleteAll(directory, ahead);
            directory.Create(number, size);
        }

        var place = PlaceFor(number, size, scanned.DurableEnd);
        var writer = new FrameWriter(machine, directory, options, timeline, scanned.DurableEnd);
        var offset = WhileOpen(writer, () =>
        {
            writer.Open(place);

            // Until the header is there, no frame may say that the copy is durable: it does not count yet.
            var end = CopyTail(directory, scanned, writer, place);
            end = WriteRestart(machine, writer, place, end, scanned.Durable);
            writer.Sync();
            writer.WriteHeader();
            writer.Sync();
            end = WriteWitness(writer, place, end);
            writer.Sync();
            return end;
        });
        return new RecoveredLog
        {
            Timeline = timeline,
            Start = scanned.End.Lsn,
            Cut = scanned.Cut,
            Writer = writer,
            Place = place,
            Offset = offset,
            TimeMax = scanned.End.TimeMax,
            XidMax = scanned.End.XidMax,
            Segments = [.. scanned.InUse.Select(header => (header.Number, header.Start)), (number, place.Start)],
            Ahead = [.. ahead],
            NextNumber = next,
        };
    }

    /// <summary>Before anything is written: the log may be somebody else's.</summary>
    private static void DemandIdentity(LogDirectory directory, LogSegmentHeader last, LogIdentity? identity)
    {
        if (identity is not null && (last.DatabaseId != identity.DatabaseId || last.TimelineId != identity.TimelineId))
        {
            throw new LogException(
                LogError.OtherDatabase,
                $"{directory.DisplayPath} is the log of database {last.DatabaseId}, timeline {last.TimelineId}; the store is of "
                    + $"{identity.DatabaseId}, {identity.TimelineId}",
                "name the log directory that belongs to the data directory");
        }
    }

    /// <summary>Writes the beginning of a segment; a writer that fails at it is closed.</summary>
    private static long WhileOpen(FrameWriter writer, Func<long> write)
    {
        try
        {
            return write();
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static SegmentPlace PlaceFor(long number, long size, LogEnd end) =>
        new(number, end.Lsn, size, new GranuleBuilder(size, end.Lsn, end.TimeMax));

    /// <summary>The usual size, or more where the tail needs it: it was written with larger segments.</summary>
    private static long SegmentSizeFor(LogOptions options, LogDirectory directory, ScannedLog scanned)
    {
        long needed = LogLimits.PageSize;
        foreach (var frame in scanned.Tail)
        {
            using var reader = SegmentReader.Open(directory, frame.Segment);
            _ = reader.TryReadHeader(frame.Segment, out _);
            needed += ReadAgain(reader, frame, out _).TotalSize;
        }

        var size = options.SegmentSize;
        while ((options with { SegmentSize = size }).Capacity < needed)
        {
            size *= 2;
        }

        return size;
    }

    private static Queue<long> UsableAhead(LogDirectory directory, LogOptions options, ScannedLog scanned)
    {
        var usable = new Queue<long>();
        foreach (var number in scanned.Ahead)
        {
            if (directory.LengthOf(number) == options.SegmentSize)
            {
                usable.Enqueue(number);
            }
            else
            {
                directory.Delete(number);
            }
        }

        return usable;
    }

    private static void DeleteAll(LogDirectory directory, Queue<long> numbers)
    {
        while (numbers.TryDequeue(out var number))
        {
            directory.Delete(number);
        }
    }

    private static long CopyTail(LogDirectory directory, ScannedLog scanned, FrameWriter writer, SegmentPlace place)
    {
        long offset = LogSegmentHeader.Size;
        foreach (var frame in scanned.Tail)
        {
            using var reader = SegmentReader.Open(directory, frame.Segment);
            _ = reader.TryReadHeader(frame.Segment, out _);
            var header = ReadAgain(reader, frame, out var bytes);
            var records = bytes.Slice(LogFrameHeader.Size, header.PayloadSize);
            using var copy = new FrameBuffer(header.TotalSize);
            copy.Open(place, offset, header.Start);
            records.CopyTo(copy.Reserve(header.PayloadSize, header.RecordCount, commit: null));
            copy.NoteCommits(records);
            place.Granules.Add(copy.Start, copy.Commits);
            writer.Write(copy);
            offset += copy.TotalSize;
        }

        return offset;
    }

    private static LogFrameHeader ReadAgain(SegmentReader reader, FramePlace frame, out ReadOnlySpan<byte> bytes) =>
        reader.TryReadFrame(frame.Offset, frame.Start, frame.PreviousSum, out var header, out bytes, out var damage)
            ? header
            : throw LogException.Damage(reader.Path, damage!);

    private static long WriteRestart(Machine machine, FrameWriter writer, SegmentPlace place, long offset, Lsn durable)
    {
        var batch = new LogBatch();
        batch.AddRestart(new LogRestart(WallTime.Now(machine.Clock), durable));
        using var frame = new FrameBuffer(LogLimits.PageSize);
        frame.Open(place, offset, writer.Written);
        batch.Bytes.CopyTo(frame.Reserve(batch.Size, batch.RecordCount, commit: null));
        writer.Write(frame);
        return offset + frame.TotalSize;
    }

    private static long WriteWitness(FrameWriter writer, SegmentPlace place, long offset)
    {
        using var frame = new FrameBuffer(LogLimits.PageSize);
        frame.Open(place, offset, writer.Written);
        writer.Write(frame);
        return offset + frame.TotalSize;
    }
}
