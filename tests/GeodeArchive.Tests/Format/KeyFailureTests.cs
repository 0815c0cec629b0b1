using System.Buffers.Binary;
using GeodeArchive.Format;
using K = GeodeArchive.Format.KeySlotSectionLayout;

namespace GeodeArchive.Tests.Format;

/// <summary>Every check of key slots and of records of keys: one field is wrong, its checksum right.</summary>
public sealed class KeyFailureTests
{
    private static readonly FieldList KeysFields = FieldList.Of(
        ("key_set_id", writer => writer.WriteId(Samples.Id(1))),
        ("generation", writer => writer.WriteVarint(2)),
        ("public_key", writer => writer.WriteBytes([4, .. Samples.Bytes(64, 9)])),
        ("nonce", writer => writer.WriteBytes(Samples.Bytes(12, 1))),
        ("tag", writer => writer.WriteBytes(Samples.Bytes(16, 1))),
        ("ring", writer => writer.WriteLengthPrefixed(Samples.Bytes(128, 1))));

    private static readonly FileHeader ReadWriteSlot = Samples.KeySlotHeader with
    {
        Section = Samples.KeySlotSection with
        {
            Derivation = KeyDerivation.KeyFile,
            Access = KeyAccess.ReadWrite,
            Iterations = 0,
            Keys = new SealedBytes(Samples.Bytes(12, 1), Samples.Bytes(16, 2), Samples.Bytes(32, 3)),
            Label = "",
        },
    };

    private static readonly IReadOnlyList<FailureCase> Cases = [.. Slots(), .. Records(), .. Orders()];

    public static TheoryData<string> Names => [.. Cases.Select(failure => failure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_called_by_its_name(string name) => Cases.Single(failure => failure.Name == name).Check();

    [Fact]
    public void The_samples_are_valid()
    {
        foreach (FileHeader slot in new[] { Samples.KeySlotHeader, ReadWriteSlot })
        {
            Assert.Equal(slot, KeySlotFile.Decode(StructureCases.EncodeHeader(slot)));
        }

        KeysRecord record = Assert.IsType<KeysRecord>(Assert.Single(Decode(Record(KeysFields), ManifestKind.Change)));
        Assert.Equal((2u, 128), (record.Generation, record.Ring.Content.Length));
    }

    [Fact]
    public void A_record_has_room_for_the_largest_ring()
    {
        KeysRecord record = Samples.KeysRecord with
        {
            Generation = KeysRecord.GenerationMax,
            Ring = new SealedBytes(new byte[12], new byte[16], new byte[KeysRecord.GenerationMax * KeysRecord.GenerationSize]),
        };
        byte[] bytes = StructureCases.EncodeRecords([record]);
        Assert.Equal(record, Assert.Single(Decode(bytes, ManifestKind.Change)));
    }

    private static IEnumerable<FailureCase> Slots()
    {
        byte[] valid = StructureCases.EncodeHeader(Samples.KeySlotHeader);
        yield return File("slot: short", FormatError.Truncated, valid[..^1]);
        yield return new FailureCase(
            "slot: long", FormatError.TrailingBytes, "file", FileHeader.Size, () => KeySlotFile.Decode([.. valid, 0]));
        yield return File("slot: kind", FormatError.BadKind, StructureCases.EncodeHeader(Samples.RepositoryHeader));
        yield return Slot("slot: session", FormatError.BadValue, FileHeaderLayout.SessionIdOffset, 1);
        yield return Slot("slot: encrypted", FormatError.BadValue, FileHeaderLayout.ChunkIdentityOffset, 4, 0, 2, 0, 2, 0);
        yield return Slot("slot: derivation 0", FormatError.BadValue, K.DerivationOffset, 0);
        yield return Slot("slot: derivation 3", FormatError.BadValue, K.DerivationOffset, 3);
        yield return Slot("slot: access 0", FormatError.BadValue, K.AccessOffset, 0);
        yield return Slot("slot: access 3", FormatError.BadValue, K.AccessOffset, 3);
        yield return Slot("slot: passphrase without iterations", FormatError.BadValue, K.IterationsOffset, U32(0));
        yield return Slot("slot: 20,000,001 iterations", FormatError.BadValue, K.IterationsOffset, U32(20_000_001));
        yield return Slot("slot: 2^32-1 iterations", FormatError.BadValue, K.IterationsOffset, U32(uint.MaxValue));
        yield return Slot("slot: iterations of a key file", FormatError.BadValue, K.DerivationOffset, 1);
        yield return Slot("slot: key set", FormatError.BadValue, K.KeySetIdOffset, new byte[16]);
        yield return Slot("slot: sealed_size 0", FormatError.BadValue, K.SealedSizeOffset, 0, 0);
        yield return Slot("slot: sealed_size of the other access", FormatError.BadValue, K.SealedSizeOffset, 32, 0);
        yield return Slot("slot: sealed_size 129", FormatError.TooLarge, K.SealedSizeOffset, 129, 0);
        yield return Slot("slot: sealed_size 65,535", FormatError.TooLarge, K.SealedSizeOffset, 0xFF, 0xFF);
        yield return Slot("slot: label_size 65", FormatError.TooLarge, K.LabelSizeOffset, 65, 0);
        yield return Slot("slot: label_size 65,535", FormatError.TooLarge, K.LabelSizeOffset, 0xFF, 0xFF);
        yield return Slot("slot: label_size beyond the label", FormatError.BadValue, K.LabelSizeOffset, 12, 0);
        yield return Slot("slot: label_size within the label", FormatError.ReservedNotZero, K.LabelSizeOffset, 4, 0);
        yield return Slot("slot: label not UTF-8", FormatError.BadValue, K.LabelOffset, 0xFF);
        yield return Slot("slot: label with a control character", FormatError.BadValue, K.LabelOffset, 0x1B);
        yield return Slot("slot: after the label", FormatError.ReservedNotZero, K.LabelOffset + K.LabelSize - 1, 1);
        yield return Slot("slot: rest of the kind section", FormatError.ReservedNotZero, K.End, 1);
        yield return Slot("slot: first byte after sealed", FormatError.ReservedNotZero, ReadWriteSlot, K.SealedOffset + 32, 1);
        yield return Slot("slot: last byte after sealed", FormatError.ReservedNotZero, ReadWriteSlot, K.LabelSizeOffset - 1, 1);
        yield return Slot("slot: key file with iterations", FormatError.BadValue, ReadWriteSlot, K.IterationsOffset, 1);
        yield return Slot("slot: sealed_size 128 for reading", FormatError.BadValue, ReadWriteSlot, K.SealedSizeOffset, 128, 0);
    }

    private static IEnumerable<FailureCase> Records()
    {
        yield return Keys("key set", FormatError.BadValue, fields => fields.With("key_set_id", writer => writer.WriteId(default)));
        yield return Keys("generation 0", FormatError.BadValue, fields => fields.With("generation", 0));
        yield return Keys("generation 4,097", FormatError.BadValue, fields => fields.With("generation", 4097));
        yield return Keys("generation 2^64-1", FormatError.BadValue, fields => fields.With("generation", ulong.MaxValue));
        yield return Keys("generation that the ring does not have", FormatError.BadValue, fields => fields.With("generation", 3));
        yield return Keys("generation before the ring's last", FormatError.BadValue, fields => fields.With("generation", 1));
        yield return Keys(
            "compressed point", FormatError.BadValue, fields => fields.With("public_key", writer => writer.WriteBytes([2, .. new byte[64]])));
        yield return Keys(
            "point at infinity", FormatError.BadValue, fields => fields.With("public_key", writer => writer.WriteBytes(new byte[65])));
        yield return Keys(
            "empty ring", FormatError.BadValue, fields => fields.With("ring", writer => writer.WriteLengthPrefixed(default)));
        yield return Keys(
            "ring of one and a half", FormatError.BadValue, fields => fields.With("ring", writer => writer.WriteLengthPrefixed(new byte[96])));
        yield return Keys("ring beyond the record", FormatError.Truncated, fields => fields.With("ring", 128));
        yield return Keys("ring beyond 256 KiB", FormatError.TooLarge, fields => fields.With("ring", (256 << 10) + 1));
        yield return Keys("ring of 2^63 bytes", FormatError.BadValue, fields => fields.With("ring", 1UL << 63));
    }

    private static IEnumerable<FailureCase> Orders()
    {
        byte[] keys = Record(KeysFields);
        byte[] state = [1, 1, 9];
        byte[] backup = StructureCases.EncodeRecords([Samples.FullBackup]);
        Assert.Equal(3, Decode([.. state, .. backup, .. keys], ManifestKind.Snapshot).Count);
        yield return Bytes("change: keys twice", FormatError.BadOrder, [.. keys, .. keys]);
        yield return Bytes("snapshot: keys twice", FormatError.BadOrder, [.. state, .. keys, .. keys], ManifestKind.Snapshot);
        yield return Bytes("snapshot: keys before a backup", FormatError.BadOrder, [.. state, .. keys, .. backup], ManifestKind.Snapshot);
        yield return Bytes("snapshot: keys before the state", FormatError.BadOrder, [.. keys, .. state], ManifestKind.Snapshot);
    }

    private static FailureCase Keys(string name, FormatError error, Func<FieldList, FieldList> change) =>
        Bytes("keys: " + name, error, Record(change(KeysFields)));

    private static FailureCase Bytes(string name, FormatError error, byte[] records, ManifestKind kind = ManifestKind.Change) =>
        new(name, error, "manifest record", 4096, () => Decode(records, kind));

    private static List<ManifestRecord> Decode(byte[] records, ManifestKind kind) => ManifestRecords.DecodeAll(records, kind);

    private static byte[] Record(FieldList fields) => Samples.Encode(writer =>
    {
        writer.WriteByte((byte)ManifestRecordType.Keys);
        writer.WriteLengthPrefixed(fields.ToBytes());
    });

    private static FailureCase Slot(string name, FormatError error, int offset, params byte[] patch) =>
        Slot(name, error, Samples.KeySlotHeader, offset, patch);

    private static FailureCase Slot(string name, FormatError error, FileHeader slot, int offset, params byte[] patch)
    {
        byte[] bytes = StructureCases.EncodeHeader(slot);
        patch.CopyTo(bytes, offset);
        StructureCases.FixHeader(bytes);
        return File(name, error, bytes);
    }

    private static FailureCase File(string name, FormatError error, byte[] bytes) =>
        new(name, error, "file header", 0, () => KeySlotFile.Decode(bytes));

    private static byte[] U32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
