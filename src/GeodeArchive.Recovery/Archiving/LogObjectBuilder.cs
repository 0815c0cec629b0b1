using System.Collections.Immutable;
using System.Security.Cryptography;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Io.Time;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Wal.Reading;

namespace GeodeArchive.Recovery.Archiving;

/// <summary>
/// Makes log objects, one after the other, in memory: what is stored is decided before the first byte is, and can be tried again as it is.
/// For one worker.
/// </summary>
internal sealed class LogObjectBuilder : IDisposable
{
    private readonly LogArchive _archive;
    private readonly LogTimeline _timeline;
    private readonly int _plainSizeMax;
    private readonly ICompressor _compressor;
    private readonly BlockEncoder _encoder;
    private readonly FormatWriter _output = new(0);
    private readonly FormatWriter _plain = new(0);
    private readonly ImmutableArray<LogObjectBlock>.Builder _blocks = ImmutableArray.CreateBuilder<LogObjectBlock>();
    private readonly ImmutableArray<LogObjectPoint>.Builder _points = ImmutableArray.CreateBuilder<LogObjectPoint>();
    private ChainEnd _before = new() { End = Lsn.Zero };
    private FileId _fileId;
    private CommitSummary _summary;
    private CommitPlace _commitBefore;
    private string? _openName;
    private Lsn _end;
    private int _pointsSize;
    private long _recordCount;

    public LogObjectBuilder(LogArchive archive, LogTimeline timeline, CompressionSettings compression, int plainSizeMax)
    {
        _archive = archive;
        _timeline = timeline;
        _plainSizeMax = plainSizeMax;
        _compressor = Compressors.Create(compression);
        _encoder = new BlockEncoder(_compressor);
    }

    /// <summary>Where the next record starts.</summary>
    public Lsn End => _end;

    /// <summary>Begins an object.</summary>
    public void Begin(ChainEnd before)
    {
        _before = before;
        _end = before.End;
        _openName = before.OpenName;
        _commitBefore = before.Commit;
        _summary = new CommitSummary(before.End, before.TimeMax, before.Commit);
        _fileId = new FileId(Identities.NewId(_archive.Machine.Entropy));
        _output.Clear();
        _output.WriteReserved(FileHeader.Size);
        _plain.Clear();
        _blocks.Clear();
        _points.Clear();
        _pointsSize = 0;
        _recordCount = 0;
    }

    /// <summary>Whether the object has room for a record; it always has for the first.</summary>
    public bool HasRoomFor(LogRecord record) => _recordCount == 0
        || ((_end - _before.End) + LogRecordHeader.Size + record.Body.Length <= _plainSizeMax
            && _pointsSize < LogArchiveLimits.PointsSizeUsual);

    /// <summary>Adds the next record.</summary>
    public void Add(LogRecord record)
    {
        var size = LogRecordHeader.Size + record.Body.Length;
        if (_plain.Length > 0 && _plain.Length + size > LogArchiveLimits.BlockPlainSizeUsual)
        {
            CloseBlock();
        }

        var bytes = _plain.Append(size);
        new LogRecordHeader(record.Type, record.Body.Length).Encode(bytes);
        record.Body.CopyTo(bytes[LogRecordHeader.Size..]);
        _end += size;
        _recordCount++;
        Note(record);
    }

    /// <summary>Ends the object.</summary>
    public BuiltObject Finish()
    {
        CloseBlock();
        var section = new LogObjectSection
        {
            TimelineId = _timeline.TimelineId,
            DatabaseId = _archive.DatabaseId,
            StartLsn = _before.End,
            EndLsn = _end,
            Epoch = _timeline.Epoch,
            Group = _before.Group,
            GroupSize = _archive.GroupSize,
            Ordinal = _before.Ordinal,
            PreviousRootHash = _before.RootHash,
        };
        var header = new byte[FileHeader.Size];
        FileHeader.ForLogObject(_archive.Id, _fileId, WallTime.Now(_archive.Machine.Clock), section).Encode(header);
        var content = new LogObjectFooterContent
        {
            Object = section,
            Blocks = _blocks.ToImmutable(),
            Commit = _summary.Last,
            Entries = _before.Entries,
            Groups = section.IsLastOfGroup ? _before.Groups.Add(OwnGroup(section)) : [],
            Points = _points.ToImmutable(),
            PreviousGroupStart = _before.PreviousGroupStart,
            OpenName = _openName,
        };
        var footer = new LogObjectFooter(content);
        var trailer = WriteEnd(header, footer);
        var key = LogArchiveNames.Object(section.TimelineId, section.Group, section.StartLsn);
        return new BuiltObject(new LogObjectTable(key, footer, trailer), _output.WrittenMemory);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _compressor.Dispose();
    }

    private void Note(LogRecord record)
    {
        switch (record.Type)
        {
            case LogRecordType.Commit:
                _summary.Add(LogCommit.Decode(record.Body, record.FrameOffset), _end, record.FrameOffset);
                if (_openName is not null)
                {
                    _points.Add(new LogObjectPoint(_summary.Last, _openName));
                    _pointsSize += LogObjectPoint.SizeFor(System.Text.Encoding.UTF8.GetByteCount(_openName));
                }

                _openName = null;
                break;
            case LogRecordType.Restart:
                _openName = null;
                break;
            case (LogRecordType)RedoType.RecoveryPoint:
                _openName = GraphName.Decode(RedoRecord.Decode(record.Type, record.Body, record.FrameOffset).Bytes);
                break;
        }
    }

    private void CloseBlock()
    {
        var granule = _summary.Granule;
        _encoder.Encode(BlockType.LogRecords, _plain.WrittenSpan);
        var offset = _output.Length;
        _output.WriteBytes(_encoder.Finish(_fileId, _blocks.Count, offset));
        _blocks.Add(new LogObjectBlock
        {
            Granule = granule,
            CommitBefore = _commitBefore,
            Offset = offset,
            StoredSize = _encoder.StoredSize,
            PlainSize = _encoder.PlainSize,
            PayloadSum = _encoder.PayloadSum,
        });
        _commitBefore = _summary.Last;
        _summary = new CommitSummary(_end, _summary.TimeMax, _summary.Last);
        _plain.Clear();
    }

    private LogGroupEntry OwnGroup(LogObjectSection section)
    {
        var granules = _before.Entries.Select(entry => entry.Granule).Concat(_blocks.Select(block => block.Granule)).ToList();
        var withCommits = granules.Where(granule => granule.XidFirst != Xid.None).ToList();
        var all = granules[0] with
        {
            TimeFirst = granules.Min(granule => granule.TimeFirst),
            TimeLast = granules.Max(granule => granule.TimeLast),
            XidFirst = withCommits.Count == 0 ? Xid.None : withCommits[0].XidFirst,
            XidLast = withCommits.Count == 0 ? Xid.None : withCommits[^1].XidLast,
        };
        return new LogGroupEntry(
            all, section.EndLsn, section.StartLsn, _before.Entries.Sum(entry => (long)entry.PointCount) + _points.Count);
    }

    private Trailer WriteEnd(byte[] header, LogObjectFooter footer)
    {
        var payload = new FormatWriter();
        footer.Encode(payload);
        using var none = Compressors.Create(CompressionSettings.For(CompressionAlgorithm.None));
        using var encoder = new BlockEncoder(none);
        encoder.Encode(BlockType.Footer, payload.WrittenSpan);
        var footerOffset = _output.Length;
        _output.WriteBytes(encoder.Finish(_fileId, _blocks.Count, footerOffset));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(payload.WrittenSpan);
        var trailer = new Trailer
        {
            Kind = ArchiveFileKind.LogObject,
            BlockCount = (uint)_blocks.Count + 1,
            FooterOffset = footerOffset,
            FileSize = _output.Length + Trailer.Size,
            FileId = _fileId,
            RootHash = Hash256.Read(hash.GetHashAndReset()),
            ItemCount = _recordCount,
        };
        trailer.Encode(_output.Append(Trailer.Size));
        _output.Patch(0, header);
        return trailer;
    }
}
