using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Records come out of a reader as they would out of all payloads joined, however those are cut.</summary>
public sealed class ManifestRecordReaderTests
{
    private static readonly SessionId Session = new(new Id128(1, 2));

    private static readonly ManifestRecord[] Records =
    [
        new SessionOpenRecord(Session, new ManifestNumber(1), 5, "host", "program"),
        new SessionFenceRecord(Session),
        new SessionCloseRecord(Session, SessionOutcome.Committed),
    ];

    [Fact]
    public void Records_come_out_wherever_the_payloads_are_cut()
    {
        byte[] bytes = Encode(Records);
        for (int first = 0; first <= bytes.Length; first++)
        {
            ManifestRecordReader reader = new(ManifestKind.Change);
            reader.Append(bytes.AsSpan(0, first));
            List<ManifestRecord> read = ReadAll(reader);
            reader.Append(bytes.AsSpan(first));
            read.AddRange(ReadAll(reader));
            reader.End();
            Assert.Equal(Records, read);
            Assert.Equal(bytes.Length, reader.Position);
        }
    }

    [Fact]
    public void Position_is_where_the_next_record_starts()
    {
        ManifestRecordReader reader = new(ManifestKind.Change);
        reader.Append(Encode(Records));
        Assert.Equal(0, reader.Position);
        Assert.True(reader.TryRead(out _));
        Assert.Equal(Encode(Records[0]).Length, reader.Position);
    }

    [Fact]
    public void Reading_goes_on_behind_a_record_that_is_not_valid()
    {
        byte[] bytes = Encode(Records);
        bytes[Encode(Records[0]).Length] = 31;
        ManifestRecordReader reader = new(ManifestKind.Change);
        reader.Append(bytes);
        Assert.True(reader.TryRead(out ManifestRecord? record));
        Assert.Equal(Records[0], record);
        ArchiveFormatException failure = Assert.Throws<ArchiveFormatException>(() => reader.TryRead(out _));
        Assert.Equal(FormatError.BadValue, failure.Error);
        Assert.True(reader.TryRead(out record));
        Assert.Equal(Records[2], record);
        reader.End();
    }

    [Fact]
    public void Nothing_comes_behind_a_record_whose_end_is_not_known()
    {
        ManifestRecordReader reader = new(ManifestKind.Change);
        reader.Append([4, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, .. Encode(Records)]);
        Assert.Equal(FormatError.TooLarge, Assert.Throws<ArchiveFormatException>(() => reader.TryRead(out _)).Error);
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void Record_that_is_cut_is_named_at_the_end()
    {
        ManifestRecordReader reader = new(ManifestKind.Change);
        reader.Append(Encode(Records).AsSpan(..^1));
        Assert.Equal(2, ReadAll(reader).Count);
        Assert.Equal(FormatError.Truncated, Assert.Throws<ArchiveFormatException>(reader.End).Error);
    }

    [Fact]
    public void Manifest_without_records_is_refused() =>
        Assert.Equal(FormatError.Truncated, Assert.Throws<ArchiveFormatException>(new ManifestRecordReader(ManifestKind.Change).End).Error);

    [Fact]
    public void Order_of_a_snapshot_is_checked()
    {
        ManifestRecordReader reader = new(ManifestKind.Snapshot);
        reader.Append(Encode(Records));
        Assert.Equal(FormatError.BadOrder, Assert.Throws<ArchiveFormatException>(() => reader.TryRead(out _)).Error);
    }

    private static List<ManifestRecord> ReadAll(ManifestRecordReader reader)
    {
        List<ManifestRecord> records = [];
        while (reader.TryRead(out ManifestRecord? record))
        {
            records.Add(record);
        }

        return records;
    }

    private static byte[] Encode(params ManifestRecord[] records)
    {
        FormatWriter writer = new();
        foreach (ManifestRecord record in records)
        {
            ManifestRecords.Encode(writer, record);
        }

        return writer.WrittenSpan.ToArray();
    }
}
