using System.Security.Cryptography;
using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>
/// A small WAL archive: three objects of a timeline in groups of two, with a recovery point whose name is open at an end.
/// </summary>
public static class SampleLogObjects
{
    private const int GroupSize = 2;

    private static readonly RepositoryId Archive = new(new Id128(0x51, 0x52));

    /// <summary>The file of the archive.</summary>
    public static byte[] ArchiveFile { get; } = Encode(FileHeader.ForLogArchive(
        Archive,
        new FileId(new Id128(0x53, 0x54)),
        SampleLogs.Time,
        new LogArchiveSection(SampleLogs.SegmentHeader.DatabaseId, GroupSize)));

    /// <summary>The objects, in order.</summary>
    public static IReadOnlyList<byte[]> Objects { get; } = Write();

    /// <summary>The plain payloads of their footers.</summary>
    public static IReadOnlyList<byte[]> Footers { get; } = [.. Objects.Select(FooterOf)];

    /// <summary>A covered note.</summary>
    public static LogCovered Covered { get; } = new()
    {
        DatabaseId = SampleLogs.SegmentHeader.DatabaseId,
        TimelineId = SampleLogs.SegmentHeader.TimelineId,
        Lsn = new Lsn(0x1234),
        Time = SampleLogs.Time,
    };

    /// <summary>A note as bytes.</summary>
    public static byte[] Encode(LogCovered note)
    {
        var bytes = new byte[LogCovered.Size];
        note.Encode(bytes);
        return bytes;
    }

    /// <summary>The plain payload of an object's footer.</summary>
    public static byte[] FooterOf(byte[] file)
    {
        var trailer = Trailer.Decode(file.AsSpan(file.Length - Trailer.Size), file.Length - Trailer.Size);
        using var decoder = new BlockDecoder();
        return decoder.Decode(
            file.AsSpan((int)trailer.FooterOffset),
            trailer.FooterOffset,
            trailer.FileId,
            trailer.BlockCount - 1,
            BlockType.Footer).Plain.ToArray();
    }

    private static List<byte[]> Write()
    {
        var point = SampleLogRecord.Redo((int)RedoType.RecoveryPoint, "before update"u8.ToArray());
        var open = SampleLogRecord.Redo((int)RedoType.RecoveryPoint, "Straße"u8.ToArray());
        var chain = new Chain();
        return
        [
            chain.Add(
                null,
                [SampleLogRecord.Redo(64, new byte[300]), SampleLogRecord.Commit(1, SampleLogs.Time)],
                [point, SampleLogRecord.Commit(3, SampleLogs.Time - 5)]),
            chain.Add("Straße", [SampleLogRecord.Redo(65, 1, 2, 3)], [SampleLogRecord.Restart(SampleLogs.Time, new Lsn(9)), open]),
            chain.Add(null, [SampleLogRecord.Commit(4, SampleLogs.Time + 7, 1, 2)]),
        ];
    }

    private static byte[] Encode(FileHeader header)
    {
        var bytes = new byte[FileHeader.Size];
        header.Encode(bytes);
        return bytes;
    }

    /// <summary>What the next object goes on from.</summary>
    private sealed class Chain
    {
        private readonly List<LogObjectEntry> _entries = [];
        private readonly List<LogGroupEntry> _groups = [];
        private Lsn _end = SampleLogs.SecondTimeline.Fork;
        private CommitPlace _commit;
        private long _timeMax = long.MinValue;
        private Hash256 _root;
        private uint _group;
        private Lsn _previousGroupStart;
        private string? _openName;

        public byte[] Add(string? openName, params SampleLogRecord[][] blocks)
        {
            var start = _end;
            var fileId = new FileId(new Id128(0x60 + _group, (ulong)_entries.Count + 1));
            var output = new FormatWriter();
            output.WriteReserved(FileHeader.Size);
            var listed = new List<LogObjectBlock>();
            var points = new List<LogObjectPoint>();
            foreach (var records in blocks)
            {
                listed.Add(AddBlock(output, fileId, listed.Count, records, points));
            }

            _openName = openName;
            var section = new LogObjectSection
            {
                TimelineId = SampleLogs.SegmentHeader.TimelineId,
                DatabaseId = SampleLogs.SegmentHeader.DatabaseId,
                StartLsn = start,
                EndLsn = _end,
                Epoch = SampleLogs.SegmentHeader.Epoch,
                Group = _group,
                GroupSize = GroupSize,
                Ordinal = _entries.Count,
                PreviousRootHash = _root,
            };
            var content = new LogObjectFooterContent
            {
                Object = section,
                Blocks = [.. listed],
                Commit = _commit,
                Entries = [.. _entries],
                Points = [.. points],
                PreviousGroupStart = _previousGroupStart,
                OpenName = openName,
                Groups = section.IsLastOfGroup ? [.. _groups, Group(section, listed, points.Count)] : [],
            };
            return Finish(output, section, fileId, new LogObjectFooter(content), blocks.Sum(records => records.Length));
        }

        private LogGroupEntry Group(LogObjectSection section, List<LogObjectBlock> blocks, int pointCount)
        {
            var granules = _entries.Select(entry => entry.Granule).Concat(blocks.Select(block => block.Granule)).ToList();
            var xids = granules.SelectMany(granule => new[] { granule.XidFirst, granule.XidLast }).Where(xid => xid != Xid.None).ToList();
            var all = granules[0] with
            {
                TimeFirst = granules.Min(granule => granule.TimeFirst),
                TimeLast = granules.Max(granule => granule.TimeLast),
                XidFirst = xids.Min(),
                XidLast = xids.Max(),
            };
            return new LogGroupEntry(all, section.EndLsn, section.StartLsn, _entries.Sum(entry => entry.PointCount) + pointCount);
        }

        private LogObjectBlock AddBlock(
            FormatWriter output, FileId fileId, int sequence, SampleLogRecord[] records, List<LogObjectPoint> points)
        {
            var before = _commit;
            var commits = new List<CommitPlace>();
            var start = _end;
            var timeBefore = _timeMax;
            byte[] plain = [.. records.SelectMany(record => record.Encode())];
            foreach (var record in records)
            {
                _end += record.Encode().Length;
                if (record.Type == (LogRecordType)RedoType.RecoveryPoint)
                {
                    _openName = GraphName.Decode(record.Body);
                }
                else if (record.Type == LogRecordType.Commit)
                {
                    var commit = LogCommit.Decode(record.Body, -1);
                    _commit = new CommitPlace(_end, commit.Xid, commit.Time);
                    commits.Add(_commit);
                    _timeMax = Math.Max(_timeMax, commit.Time);
                    if (_openName is not null)
                    {
                        points.Add(new LogObjectPoint(_commit, _openName));
                        _openName = null;
                    }
                }
            }

            using var compressor = Compressors.Create(CompressionSettings.For(CompressionAlgorithm.None));
            using var encoder = new BlockEncoder(compressor);
            encoder.Encode(BlockType.LogRecords, plain);
            var offset = output.Length;
            output.WriteBytes(encoder.Finish(fileId, sequence, offset));
            return new LogObjectBlock
            {
                Granule = new LogGranule
                {
                    Start = start,
                    TimeMaxBefore = timeBefore,
                    TimeFirst = commits.Select(commit => commit.Time).DefaultIfEmpty(long.MaxValue).Min(),
                    TimeLast = commits.Select(commit => commit.Time).DefaultIfEmpty(long.MinValue).Max(),
                    XidFirst = commits.Select(commit => commit.Xid).FirstOrDefault(),
                    XidLast = commits.Select(commit => commit.Xid).LastOrDefault(),
                    IsOrdered = true,
                },
                CommitBefore = before,
                Offset = offset,
                StoredSize = encoder.StoredSize,
                PlainSize = encoder.PlainSize,
                PayloadSum = encoder.PayloadSum,
            };
        }

        private byte[] Finish(FormatWriter output, LogObjectSection section, FileId fileId, LogObjectFooter footer, int recordCount)
        {
            var header = SampleLogObjects.Encode(FileHeader.ForLogObject(Archive, fileId, SampleLogs.Time, section));
            var payload = new FormatWriter();
            footer.Encode(payload);
            using var compressor = Compressors.Create(CompressionSettings.For(CompressionAlgorithm.None));
            using var encoder = new BlockEncoder(compressor);
            encoder.Encode(BlockType.Footer, payload.WrittenSpan);
            var footerOffset = output.Length;
            output.WriteBytes(encoder.Finish(fileId, footer.Blocks.Length, footerOffset));
            _root = Hash256.Read(SHA256.HashData([.. header, .. payload.WrittenSpan]));
            var trailer = new Trailer
            {
                Kind = ArchiveFileKind.LogObject,
                BlockCount = (uint)footer.Blocks.Length + 1,
                FooterOffset = footerOffset,
                FileSize = output.Length + Trailer.Size,
                FileId = fileId,
                RootHash = _root,
                ItemCount = recordCount,
            };
            trailer.Encode(output.Append(Trailer.Size));
            output.Patch(0, header);
            _entries.Add(footer.AsEntry(trailer));
            if (section.IsLastOfGroup)
            {
                _entries.Clear();
                _groups.Add(footer.Groups[^1]);
                _group++;
                _previousGroupStart = section.StartLsn;
            }

            return output.WrittenSpan.ToArray();
        }
    }
}
