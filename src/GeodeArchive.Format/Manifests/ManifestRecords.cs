namespace GeodeArchive.Format;

/// <summary>The records of a manifest: see format-spec/manifest.md.</summary>
public static class ManifestRecords
{
    internal const string StructureName = "manifest record";

    /// <summary>Appends a record.</summary>
    /// <exception cref="ArgumentException">A field that a reader would refuse.</exception>
    public static void Encode(FormatWriter writer, ManifestRecord record)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(record);
        Place place = Place.Encoding(StructureName);
        record.Validate(place);
        FormatWriter fields = new(capacity: 512);
        record.WriteFields(fields, place);
        place.RequireAtMost(fields.Length, Limits.ManifestRecordSizeMax, "length of a record");
        writer.WriteByte((byte)record.Type);
        writer.WriteLengthPrefixed(fields.WrittenSpan);
    }

    /// <summary>Reads all records of a manifest and checks that they are in the order of its kind.</summary>
    /// <param name="records">The plain payloads of its blocks, joined.</param>
    /// <param name="kind">What its header says.</param>
    /// <param name="baseOffset">Where the first block's header is in its file, for errors.</param>
    /// <exception cref="ArchiveFormatException">Not valid records.</exception>
    public static List<ManifestRecord> DecodeAll(ReadOnlySpan<byte> records, ManifestKind kind, long baseOffset = FileHeader.Size)
    {
        Place place = Place.Decoding(StructureName, baseOffset);
        FormatReader reader = new(records, place);
        ManifestRecordOrder order = new(kind);
        List<ManifestRecord> decoded = [];
        while (!reader.AtEnd)
        {
            ManifestRecord record = Decode(ref reader, place);
            order.Add(record, place);
            decoded.Add(record);
        }

        order.End(place);
        return decoded;
    }

    /// <summary>Reads the next record.</summary>
    internal static ManifestRecord Decode(ref FormatReader records, Place place)
    {
        ulong type = records.ReadVarint();
        ReadOnlySpan<byte> bytes = records.ReadLengthPrefixed(Limits.ManifestRecordSizeMax, 0, "length of a record");
        FormatReader reader = new(bytes, place);
        ManifestRecord? record = (type > byte.MaxValue ? 0 : (ManifestRecordType)type) switch
        {
            ManifestRecordType.State => StateRecord.Read(ref reader),
            ManifestRecordType.SessionOpen => SessionOpenRecord.Read(ref reader),
            ManifestRecordType.SessionClose => SessionCloseRecord.Read(ref reader),
            ManifestRecordType.SessionFence => SessionFenceRecord.Read(ref reader),
            ManifestRecordType.SegmentAdd => SegmentAddRecord.Read(ref reader),
            ManifestRecordType.IndexAdd => IndexAddRecord.Read(ref reader),
            ManifestRecordType.IndexRemove => IndexRemoveRecord.Read(ref reader),
            ManifestRecordType.BackupAdd => BackupAddRecord.Read(ref reader),
            ManifestRecordType.BackupDelete => BackupDeleteRecord.Read(ref reader),
            ManifestRecordType.BackupHold => BackupHoldRecord.Read(ref reader),
            ManifestRecordType.BackupSegments => BackupSegmentsRecord.Read(ref reader),
            ManifestRecordType.SegmentVerify => SegmentVerifyRecord.Read(ref reader),
            ManifestRecordType.SegmentRetire => SegmentRetireRecord.Read(ref reader),
            ManifestRecordType.SegmentRevive => SegmentReviveRecord.Read(ref reader),
            ManifestRecordType.SegmentDelete => SegmentDeleteRecord.Read(ref reader),
            ManifestRecordType.Keys => KeysRecord.Read(ref reader),
            _ => null,
        };
        if (record is null)
        {
            place.Fail(FormatError.BadValue, $"record type {type} is unknown");
        }

        reader.ExpectEnd();
        record.Validate(place);
        return record;
    }
}
