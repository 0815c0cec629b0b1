using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Wal.Segments;

/// <summary>The files of a log: see format-spec/log.md. Owns the directory. Throws <see cref="FileException"/>.</summary>
internal sealed class LogDirectory : IDisposable
{
    private const int FileMode = 0x180; // 0600
    private const int DirectoryMode = 0x1C0; // 0700
    private const int NumberLength = 20;
    private const int FillSize = 1 << 20;

    private static readonly FileName TimelinesName = FileName.From("timelines");
    private static readonly FileName ArchivedName = FileName.From("archived");

    private readonly Machine _machine;
    private readonly IDirectory _directory;

    public LogDirectory(Machine machine, IDirectory directory)
    {
        _machine = machine;
        _directory = directory;
    }

    public string DisplayPath => _directory.DisplayPath;

    public string PathOf(long number) => $"{DisplayPath}/{NameOf(number)}";

    /// <summary>The numbers of all segments, ascending, in use or not.</summary>
    public List<long> ListSegments()
    {
        var numbers = new List<long>();
        foreach (var entry in _directory.List())
        {
            var name = entry.Name.ToString();
            if (name.Length == NumberLength
                && name.All(char.IsAsciiDigit)
                && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and < long.MaxValue)
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }

    /// <summary>Deletes what was being prepared when a process died.</summary>
    public void DeleteUnfinished()
    {
        foreach (var entry in _directory.List())
        {
            if (entry.Name.Bytes[0] == (byte)'.' && KindOf(entry) == FileKind.Regular)
            {
                _directory.DeleteFile(entry.Name);
            }
        }
    }

    public IFile OpenForReading(long number) => _directory.OpenFile(NameOf(number), FileOpening.Direct);

    public IFile OpenForWriting(long number, SyncMode mode) =>
        _directory.OpenFileForWriting(NameOf(number), mode == SyncMode.OpenDatasync ? FileOpening.DirectDurable : FileOpening.Direct);

    /// <summary>Makes a segment of zeros; when this returns it is durable under its name.</summary>
    public void Create(long number, long size)
    {
        var temporary = TemporaryName();
        try
        {
            using (var file = _directory.CreateFile(temporary, FileMode, FileOpening.Direct))
            using (var zeros = new AlignedBuffer(FillSize))
            {
                zeros.Span.Clear();
                for (long offset = 0; offset < size; offset += FillSize)
                {
                    file.Write(zeros.Span, offset);
                }

                file.Sync();
            }

            _directory.Rename(temporary, _directory, NameOf(number), replace: false);
        }
        catch (FileException)
        {
            TryDelete(temporary);
            throw;
        }

        _directory.Sync();
    }

    /// <summary>Whether no frame was ever written to a segment.</summary>
    public bool IsUnused(long number)
    {
        // All of it: one page that decayed to zeros must not make a log look unused.
        using var file = OpenForReading(number);
        using var part = new AlignedBuffer(FillSize);
        long offset = LogSegmentHeader.Size;
        for (var length = file.Read(part.Span, offset); length > 0; length = file.Read(part.Span, offset))
        {
            if (part.Span[..length].ContainsAnyExcept((byte)0))
            {
                return false;
            }

            offset += length;
            if (length < FillSize)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Deletes all timelines: of a log without frames.</summary>
    public void DeleteTimelines()
    {
        using var timelines = OpenTimelines(create: true);
        foreach (var entry in timelines.List())
        {
            timelines.DeleteFile(entry.Name);
        }
    }

    /// <summary>Gives a released segment the number of one to come; durable when this returns.</summary>
    public void Recycle(long released, long number)
    {
        _directory.Rename(NameOf(released), _directory, NameOf(number), replace: false);
        _directory.Sync();
    }

    /// <summary>Makes the names that are seen durable: a process that died may have made them just before.</summary>
    public void SyncNames() => _directory.Sync();

    public long LengthOf(long number) => _directory.GetMetadata(NameOf(number)).Size;

    /// <summary>Deletes a segment; durable when this returns, so that a power cut never brings back one without those after it.</summary>
    public void Delete(long number)
    {
        _directory.DeleteFile(NameOf(number));
        _directory.Sync();
    }

    /// <summary>Makes a timeline file; durable when this returns.</summary>
    public void CreateTimeline(LogTimeline timeline)
    {
        var bytes = new byte[LogTimeline.Size];
        timeline.Encode(bytes);
        using var timelines = OpenTimelines(create: true);
        var temporary = TemporaryName();
        using (var file = timelines.CreateFile(temporary, FileMode))
        {
            file.Write(bytes, 0);
            file.Sync();
        }

        timelines.Rename(temporary, timelines, NameOf(timeline.TimelineId), replace: false);
        timelines.Sync();
    }

    public LogTimeline ReadTimeline(TimelineId id)
    {
        var name = NameOf(id);
        try
        {
            using var timelines = OpenTimelines(create: false);
            using var file = timelines.OpenFile(name);
            var bytes = new byte[LogTimeline.Size + 1];
            var timeline = LogTimeline.Decode(bytes.AsSpan(0, file.Read(bytes, 0)));
            return timeline.TimelineId == id
                ? timeline
                : throw new ArchiveFormatException(FormatError.BadIdentity, "timeline", 0, "it is another timeline than its name says");
        }
        catch (ArchiveFormatException damage)
        {
            throw LogException.Damage($"{DisplayPath}/{TimelinesName}/{name}", damage);
        }
    }

    /// <summary>
    /// Up to where the log is archived, as it was noted: what is behind is kept. The start of the log where the note is of another
    /// timeline,
    /// damaged, or cannot be read; null if there is none.
    /// </summary>
    public Lsn? ReadArchived(TimelineId timeline)
    {
        try
        {
            using var file = _directory.OpenFile(ArchivedName);
            var bytes = new byte[LogCovered.Size + 1];
            var note = LogCovered.Decode(bytes.AsSpan(0, file.Read(bytes, 0)));
            return note.TimelineId == timeline ? note.Lsn : Lsn.Zero;
        }
        catch (ArchiveFormatException)
        {
            // Too much is kept until it is written anew.
            return Lsn.Zero;
        }
        catch (FileException error)
        {
            return error.Error == FileError.NotFound ? null : Lsn.Zero;
        }
    }

    /// <summary>Notes up to where the log is archived. An older note may come back after a power cut: it keeps more.</summary>
    public void WriteArchived(LogCovered note, bool isFirst)
    {
        var bytes = new byte[LogCovered.Size];
        note.Encode(bytes);
        var temporary = TemporaryName();
        try
        {
            using (var file = _directory.CreateFile(temporary, FileMode))
            {
                file.Write(bytes, 0);
                file.Sync();
            }

            _directory.Rename(temporary, _directory, ArchivedName, replace: true);
            if (isFirst)
            {
                _directory.Sync();
            }
        }
        catch (FileException)
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Takes the note away; durable when this returns.</summary>
    public void DeleteArchived()
    {
        try
        {
            _directory.DeleteFile(ArchivedName);
        }
        catch (FileException absent) when (absent.Error == FileError.NotFound)
        {
            return;
        }

        _directory.Sync();
    }

    public void Dispose() => _directory.Dispose();

    private static FileName NameOf(long number) => FileName.From(number.ToString("d20", CultureInfo.InvariantCulture));

    private static FileName NameOf(TimelineId id) => FileName.From(id.ToString());

    private IDirectory OpenTimelines(bool create)
    {
        if (create)
        {
            try
            {
                _directory.CreateDirectory(TimelinesName, DirectoryMode);
            }
            catch (FileException exists) when (exists.Error == FileError.Exists)
            {
                // Made before; that its name is durable is seen to below.
            }

            _directory.Sync();
        }

        return _directory.OpenDirectory(TimelinesName);
    }

    private FileKind KindOf(DirectoryEntry entry) =>
        entry.Kind == FileKind.Unknown ? _directory.GetMetadata(entry.Name).Kind : entry.Kind;

    private FileName TemporaryName()
    {
        Span<byte> random = stackalloc byte[8];
        _machine.Entropy.Fill(random);
        return FileName.From($".{Convert.ToHexStringLower(random)}.tmp");
    }

    private void TryDelete(FileName temporary)
    {
        try
        {
            _directory.DeleteFile(temporary);
        }
        catch (FileException)
        {
            // Left for the next opening; the failure that led here is the one to report.
        }
    }
}
