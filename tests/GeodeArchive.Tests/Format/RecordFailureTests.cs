using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Every check of manifest records.</summary>
public sealed class RecordFailureTests
{
    private static readonly FieldList SegmentFields = FieldList.Of(
        ("number", writer => writer.WriteVarint(1)),
        ("segment_id", writer => writer.WriteId(Samples.Id(1))),
        ("session_id", writer => writer.WriteId(Samples.Id(2))),
        ("segment_kind", writer => writer.WriteByte(1)),
        ("domain", writer => writer.WriteByte(1)),
        ("key_generation", writer => writer.WriteVarint(0)),
        ("size", writer => writer.WriteVarint(5000)),
        ("plain_size", writer => writer.WriteVarint(100)),
        ("chunk_count", writer => writer.WriteVarint(3)),
        ("root_hash", writer => writer.WriteHash(Hash256.OfContent("x"u8))),
        ("verified", writer => writer.WriteZigzag(-5)));

    private static readonly FieldList IndexFields = FieldList.Of(
        ("index_id", writer => writer.WriteId(Samples.Id(1))),
        ("session_id", writer => writer.WriteId(Samples.Id(2))),
        ("domain", writer => writer.WriteByte(2)),
        ("size", writer => writer.WriteVarint(5000)),
        ("entry_count", writer => writer.WriteVarint(3)),
        ("root_hash", writer => writer.WriteHash(Hash256.OfContent("x"u8))));

    private static readonly FieldList OpenFields = FieldList.Of(
        ("session_id", writer => writer.WriteId(Samples.Id(2))),
        ("base", writer => writer.WriteVarint(0)),
        ("started", writer => writer.WriteZigzag(1)),
        ("host", writer => writer.WriteLengthPrefixed("h"u8)),
        ("program", writer => writer.WriteLengthPrefixed(default)));

    private static readonly FieldList BackupFields = FieldList.Of(
        ("backup_id", writer => writer.WriteId(Samples.Id(1))),
        ("name", writer => writer.WriteLengthPrefixed("name"u8)),
        ("type", writer => writer.WriteByte(2)),
        ("source_kind", writer => writer.WriteByte(1)),
        ("domain", writer => writer.WriteByte(1)),
        ("parent_id", writer => writer.WriteId(Samples.Id(3))),
        ("chain_id", writer => writer.WriteId(Samples.Id(3))),
        ("session_id", writer => writer.WriteId(Samples.Id(2))),
        ("times", writer => writer.WriteBytes([1, 2])),
        ("root_chunk", writer => writer.WriteChunkId(ChunkId.OfPlain("x"u8))),
        ("counts", writer => writer.WriteBytes([1, 2, 3])),
        ("sizes", writer => writer.WriteBytes([4, 5, 6])),
        ("incomplete_count", writer => writer.WriteByte(0)),
        ("timeline_id", writer => writer.WriteId(default)),
        ("incarnation", writer => writer.WriteId(default)),
        ("start_lsn", writer => writer.WriteByte(0)),
        ("end_lsn", writer => writer.WriteByte(0)),
        ("generation", writer => writer.WriteByte(0)),
        ("segments", writer => writer.WriteBytes([2, 1, 3, 2, 1])));

    private static readonly IReadOnlyList<FailureCase> Cases = [.. Framing(), .. Segments(), .. Others(), .. Backups(), .. Orders()];

    public static TheoryData<string> Names => [.. Cases.Select(failure => failure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_called_by_its_name(string name) => Cases.Single(failure => failure.Name == name).Check();

    [Fact]
    public void The_samples_are_valid()
    {
        List<ManifestRecord> records = Decode(
            [.. Record(2, OpenFields), .. Record(5, SegmentFields), .. Record(6, IndexFields), .. Record(8, BackupFields)],
            ManifestKind.Change);
        Assert.Equal(
            [ManifestRecordType.SessionOpen, ManifestRecordType.SegmentAdd, ManifestRecordType.IndexAdd, ManifestRecordType.BackupAdd],
            records.Select(record => record.Type));
        Assert.Equal([1u, 2u, 3u, 5u], Assert.IsType<BackupAddRecord>(records[3]).Segments.Select(number => number.Value));
    }

    [Fact]
    public void A_manifest_has_only_valid_prefixes_at_the_ends_of_records()
    {
        byte[] records = [.. Record(2, OpenFields), .. Record(5, SegmentFields), .. Record(8, BackupFields)];
        HashSet<int> ends = [Record(2, OpenFields).Length, Record(2, OpenFields).Length + Record(5, SegmentFields).Length];
        for (int size = 0; size < records.Length; size++)
        {
            if (ends.Contains(size))
            {
                Assert.NotEmpty(Decode(records[..size], ManifestKind.Change));
            }
            else
            {
                Assert.Equal(
                    FormatError.Truncated, Assert.Throws<ArchiveFormatException>(() => Decode(records[..size], ManifestKind.Change)).Error);
            }
        }
    }

    private static IEnumerable<FailureCase> Framing()
    {
        byte[] valid = Record(5, SegmentFields);
        yield return Bytes("no records", FormatError.Truncated, []);
        yield return Bytes("type 0", FormatError.BadValue, [0, .. valid[1..]]);
        yield return Bytes("type 16", FormatError.BadValue, [16, .. valid[1..]]);
        yield return Bytes("type 261", FormatError.BadValue, [0x85, 2, .. valid[1..]]);
        yield return Bytes("type in two bytes", FormatError.BadVarint, [0x85, 0, .. valid[1..]]);
        yield return Bytes("length beyond the records", FormatError.Truncated, [5, (byte)(valid[1] + 1), .. valid[2..]]);
        yield return Bytes("length of 4 GiB", FormatError.TooLarge, [5, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, .. valid[2..]]);
        yield return Bytes("fields end early", FormatError.TrailingBytes, [5, (byte)(valid[1] + 1), .. valid[2..], 0]);
        yield return Bytes("fields end late", FormatError.Truncated, [5, (byte)(valid[1] - 1), .. valid[2..^1]]);
    }

    private static IEnumerable<FailureCase> Segments()
    {
        yield return Segment("number 0", FormatError.BadValue, fields => fields.With("number", 0));
        yield return Segment("number 2^32", FormatError.BadValue, fields => fields.With("number", 1UL << 32));
        yield return Segment("segment id", FormatError.BadValue, fields => fields.With("segment_id", writer => writer.WriteId(default)));
        yield return Segment("session id", FormatError.BadValue, fields => fields.With("session_id", writer => writer.WriteId(default)));
        yield return Segment("segment_kind 3", FormatError.BadValue, fields => fields.WithByte("segment_kind", 3));
        yield return Segment("domain 0", FormatError.BadValue, fields => fields.WithByte("domain", 0));
        yield return Segment("generation of a plain one", FormatError.BadValue, fields => fields.With("key_generation", 1));
        yield return Segment(
            "generation 2^32", FormatError.BadValue, fields => fields.WithByte("domain", 2).With("key_generation", 1UL << 32));
        yield return Segment("size beyond 1 GiB", FormatError.TooLarge, fields => fields.With("size", (1UL << 30) + 1));
        yield return Segment("size beyond 2^63", FormatError.BadValue, fields => fields.With("size", 1UL << 63));
        yield return Segment("plain_size 0", FormatError.BadValue, fields => fields.With("plain_size", 0));
        yield return Segment("chunk_count 0", FormatError.BadValue, fields => fields.With("chunk_count", 0));
    }

    private static IEnumerable<FailureCase> Others()
    {
        yield return Bytes("index: id", FormatError.BadValue, Record(6, IndexFields.With("index_id", writer => writer.WriteId(default))));
        yield return Bytes(
            "index: session", FormatError.BadValue, Record(6, IndexFields.With("session_id", writer => writer.WriteId(default))));
        yield return Bytes("index: domain 3", FormatError.BadValue, Record(6, IndexFields.WithByte("domain", 3)));
        yield return Bytes("index: size beyond 64 GiB", FormatError.TooLarge, Record(6, IndexFields.With("size", (64UL << 30) + 1)));
        yield return Bytes("index: no entries", FormatError.BadValue, Record(6, IndexFields.With("entry_count", 0)));
        yield return Bytes("removed index: id", FormatError.BadValue, [7, 16, .. new byte[16]]);
        yield return Bytes(
            "open: session", FormatError.BadValue, Record(2, OpenFields.With("session_id", writer => writer.WriteId(default))));
        yield return Bytes("open: base beyond 2^63", FormatError.BadValue, Record(2, OpenFields.With("base", 1UL << 63)));
        yield return Bytes("open: host of 256 bytes", FormatError.TooLarge, Record(2, OpenFields.WithText("host", new string('h', 256))));
        yield return Bytes(
            "open: program not UTF-8",
            FormatError.BadValue,
            Record(2, OpenFields.With("program", writer => writer.WriteLengthPrefixed([0xC0]))));
        yield return Bytes("close: session", FormatError.BadValue, [3, 17, .. new byte[16], 1]);
        yield return Bytes("close: outcome 3", FormatError.BadValue, [3, 17, .. Samples.Bytes(16, 1), 3]);
        yield return Bytes("fence: session", FormatError.BadValue, [4, 16, .. new byte[16]]);
        yield return Bytes("deleted backup: id", FormatError.BadValue, [9, 16, .. new byte[16]]);
        yield return Bytes("hold: id", FormatError.BadValue, [10, 20, .. new byte[16], 1, 0, 0, 0]);
        yield return Bytes("hold: action 3", FormatError.BadValue, [10, 20, .. Samples.Bytes(16, 1), 3, 0, 0, 0]);
        yield return Bytes(
            "hold: who of 256 bytes", FormatError.TooLarge, [10, 0x95, 2, .. Samples.Bytes(16, 1), 1, 0, 0x80, 2, .. new byte[256], 0]);
        yield return Bytes("hold: reason not UTF-8", FormatError.BadValue, [10, 21, .. Samples.Bytes(16, 1), 1, 0, 0, 1, 0xC0]);
        yield return Bytes("moved backup: id", FormatError.BadValue, [11, 17, .. new byte[16], 0]);
        yield return Bytes("moved backup: empty run", FormatError.BadValue, [11, 19, .. Samples.Bytes(16, 1), 1, 1, 0]);
        yield return Bytes("moved backup: more runs than bytes", FormatError.Truncated, [11, 19, .. Samples.Bytes(16, 1), 2, 1, 1]);
        foreach (byte type in new byte[] { 12, 13, 14, 15 })
        {
            byte[] rest = type is 12 or 13 ? [1] : [];
            yield return Bytes($"type {type}: number 0", FormatError.BadValue, [type, (byte)(1 + rest.Length), 0, .. rest]);
            yield return Bytes(
                $"type {type}: number 2^32", FormatError.BadValue, [type, (byte)(5 + rest.Length), 0x80, 0x80, 0x80, 0x80, 0x10, .. rest]);
        }

        yield return Bytes("retired: manifest 0", FormatError.BadValue, [13, 2, 1, 0]);
        yield return Bytes(
            "retired: manifest 2^63", FormatError.BadValue, [13, 11, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]);
        yield return Bytes("state: number 0", FormatError.BadValue, [1, 1, 0], ManifestKind.Snapshot);
        yield return Bytes("state: number 2^32", FormatError.BadValue, [1, 5, 0x80, 0x80, 0x80, 0x80, 0x10], ManifestKind.Snapshot);
    }

    private static FieldList Database(FieldList fields) => fields
        .WithByte("source_kind", 2)
        .With("timeline_id", writer => writer.WriteId(Samples.Id(7)))
        .With("incarnation", writer => writer.WriteId(Samples.Id(8)))
        .With("start_lsn", 5)
        .With("end_lsn", 5)
        .With("generation", 1);

    private static IEnumerable<FailureCase> Backups()
    {
        yield return Backup("id", FormatError.BadValue, fields => fields.With("backup_id", writer => writer.WriteId(default)));
        yield return Backup("no name", FormatError.BadValue, fields => fields.WithText("name", ""));
        yield return Backup("name of 256 bytes", FormatError.TooLarge, fields => fields.WithText("name", new string('n', 256)));
        yield return Backup("hidden name", FormatError.BadValue, fields => fields.WithText("name", ".n"));
        yield return Backup("type 4", FormatError.BadValue, fields => fields.WithByte("type", 4));
        yield return Backup("source_kind 3", FormatError.BadValue, fields => fields.WithByte("source_kind", 3));
        yield return Backup("database without a timeline", FormatError.BadValue, fields => fields.WithByte("source_kind", 2));
        yield return Backup("database without an incarnation", FormatError.BadValue, fields => Database(fields).With("incarnation", writer => writer.WriteId(default)));
        yield return Backup("database of generation 0", FormatError.BadValue, fields => Database(fields).With("generation", 0));
        yield return Backup("database of generation 2^63", FormatError.BadValue, fields => Database(fields).With("generation", 1UL << 63));
        yield return Backup("database that ends before it starts", FormatError.BadValue, fields => Database(fields).With("start_lsn", 9));
        yield return Backup("domain 3", FormatError.BadValue, fields => fields.WithByte("domain", 3));
        yield return Backup("full with a parent", FormatError.BadValue, fields => fields.WithByte("type", 1));
        yield return Backup("no parent", FormatError.BadValue, fields => fields.With("parent_id", writer => writer.WriteId(default)));
        yield return Backup("no chain", FormatError.BadValue, fields => fields.With("chain_id", writer => writer.WriteId(default)));
        yield return Backup(
            "its own chain", FormatError.BadValue, fields => fields.With("chain_id", writer => writer.WriteId(Samples.Id(1))));
        yield return Backup(
            "full of another chain",
            FormatError.BadValue,
            fields => fields.WithByte("type", 1).With("parent_id", writer => writer.WriteId(default)));
        yield return Backup("session", FormatError.BadValue, fields => fields.With("session_id", writer => writer.WriteId(default)));
        yield return Backup(
            "timeline of a tree", FormatError.BadValue, fields => fields.With("timeline_id", writer => writer.WriteId(Samples.Id(1))));
        yield return Backup(
            "incarnation of a tree", FormatError.BadValue, fields => fields.With("incarnation", writer => writer.WriteId(Samples.Id(1))));
        yield return Backup("LSN of a tree", FormatError.BadValue, fields => fields.With("start_lsn", 1));
        yield return Backup("generation of a tree", FormatError.BadValue, fields => fields.With("generation", 1));
        yield return Backup(
            "run that starts at 0", FormatError.BadValue, fields => fields.With("segments", writer => writer.WriteBytes([1, 0, 1])));
        yield return Backup("empty run", FormatError.BadValue, fields => fields.With("segments", writer => writer.WriteBytes([1, 1, 0])));
        yield return Backup(
            "runs that touch", FormatError.BadValue, fields => fields.With("segments", writer => writer.WriteBytes([2, 1, 1, 1, 1])));
        yield return Backup(
            "more runs than bytes", FormatError.Truncated, fields => fields.With("segments", writer => writer.WriteBytes([3, 1, 1, 2, 1])));
        yield return Backup("2^40 runs", FormatError.Truncated, fields => fields.With("segments", 1UL << 40));
        yield return Backup(
            "run beyond 2^32-1",
            FormatError.BadValue,
            fields => fields.With("segments", writer => writer.WriteBytes([1, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])));
    }

    private static IEnumerable<FailureCase> Orders()
    {
        byte[] state = [1, 1, 9];
        byte[] open = Record(2, OpenFields);
        byte[] segment = Record(5, SegmentFields);
        byte[] index = Record(6, IndexFields);
        byte[] backup = Record(8, BackupFields);
        Assert.Equal(5, Decode([.. state, .. open, .. segment, .. index, .. backup], ManifestKind.Snapshot).Count);
        yield return Bytes("state in a change", FormatError.BadValue, state);
        yield return Bytes("change: segment twice", FormatError.BadOrder, [.. segment, .. index, .. segment]);
        yield return Snapshot("without state", FormatError.BadOrder, segment);
        yield return Snapshot("second state", FormatError.BadOrder, [.. state, .. state]);
        yield return Snapshot("late state", FormatError.BadOrder, [.. open, .. state]);
        yield return Snapshot("session after segment", FormatError.BadOrder, [.. state, .. segment, .. open]);
        yield return Snapshot("index after backup", FormatError.BadOrder, [.. state, .. backup, .. index]);
        yield return Snapshot(
            "segments descend", FormatError.BadOrder, [.. state, .. Record(5, SegmentFields.With("number", 2)), .. segment]);
        yield return Snapshot(
            "indexes descend",
            FormatError.BadOrder,
            [.. state, .. index, .. Record(6, IndexFields.With("index_id", writer => writer.WriteId(Samples.Id(0))))]);
        yield return Snapshot("index twice", FormatError.BadOrder, [.. state, .. index, .. index]);
        yield return Snapshot(
            "segment that is not given yet", FormatError.BadValue, [.. state, .. Record(5, SegmentFields.With("number", 9))]);
        byte[] hold = [10, 20, .. Samples.Bytes(16, 1), 1, 0, 0, 0];
        byte[] retired = [13, 2, 1, 5];
        Assert.Equal(4, Decode([.. state, .. segment, .. hold, .. retired], ManifestKind.Snapshot).Count);
        yield return Snapshot("hold twice", FormatError.BadOrder, [.. state, .. hold, .. hold]);
        yield return Snapshot("hold after retired", FormatError.BadOrder, [.. state, .. retired, .. hold]);
        yield return Snapshot("retired twice", FormatError.BadOrder, [.. state, .. retired, .. retired]);
        yield return Snapshot("released backup", FormatError.BadValue, [.. state, 10, 20, .. Samples.Bytes(16, 1), 2, 0, 0, 0]);
        yield return Snapshot("deleted backup", FormatError.BadValue, [.. state, 9, 16, .. Samples.Bytes(16, 1)]);
        yield return Snapshot("moved backup", FormatError.BadValue, [.. state, 11, 17, .. Samples.Bytes(16, 1), 0]);
        yield return Snapshot("verified segment", FormatError.BadValue, [.. state, 12, 2, 1, 0]);
        yield return Snapshot("revived segment", FormatError.BadValue, [.. state, 14, 1, 1]);
        yield return Snapshot("deleted segment", FormatError.BadValue, [.. state, 15, 1, 1]);
        yield return Snapshot("closed session", FormatError.BadValue, [.. state, 3, 17, .. Samples.Bytes(16, 1), 1]);
        yield return Snapshot("fenced session", FormatError.BadValue, [.. state, 4, 16, .. Samples.Bytes(16, 1)]);
        yield return Snapshot("removed index", FormatError.BadValue, [.. state, 7, 16, .. Samples.Bytes(16, 1)]);
    }

    private static FailureCase Segment(string name, FormatError error, Func<FieldList, FieldList> change) =>
        Bytes("segment: " + name, error, Record(5, change(SegmentFields)));

    private static FailureCase Backup(string name, FormatError error, Func<FieldList, FieldList> change) =>
        Bytes("backup: " + name, error, Record(8, change(BackupFields)));

    private static FailureCase Snapshot(string name, FormatError error, byte[] records) =>
        Bytes("snapshot: " + name, error, records, ManifestKind.Snapshot);

    private static FailureCase Bytes(string name, FormatError error, byte[] records, ManifestKind kind = ManifestKind.Change) =>
        new(name, error, "manifest record", 4096, () => Decode(records, kind));

    private static List<ManifestRecord> Decode(byte[] records, ManifestKind kind) => ManifestRecords.DecodeAll(records, kind);

    private static byte[] Record(byte type, FieldList fields) => Samples.Encode(writer =>
    {
        writer.WriteByte(type);
        writer.WriteLengthPrefixed(fields.ToBytes());
    });
}
