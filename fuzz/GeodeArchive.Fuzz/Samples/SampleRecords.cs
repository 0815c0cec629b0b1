using GeodeArchive.Format;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>Records of manifests, every kind of them.</summary>
internal static class SampleRecords
{
    private static readonly SessionId Session = new(new Id128(1, 2));
    private static readonly SegmentId Segment = new(new Id128(3, 4));
    private static readonly IndexId Index = new(new Id128(5, 6));
    private static readonly BackupId Full = new(new Id128(7, 8));

    /// <summary>What a change may hold.</summary>
    public static byte[] Change { get; } = Encode(
    [
        new SessionOpenRecord(Session, new ManifestNumber(12), 1_769_306_400_000_000_000, "host", "geode-archive 0.1.0"),
        new SessionFenceRecord(Session),
        SegmentOf(3, Segment, SegmentKind.Data, Domain.Plain),
        SegmentOf(4, new SegmentId(new Id128(3, 5)), SegmentKind.Metadata, Domain.Encrypted),
        IndexOf(Index),
        new IndexRemoveRecord(Index),
        BackupOf(Full, default, Full, BackupType.Full, "full-1", [1, 2, 3]),
        BackupOf(new BackupId(new Id128(7, 9)), Full, Full, BackupType.Incremental, "incr-é", [1, 3, 4, 9, 4_000_000_000]),
        new BackupHoldRecord(Full, HoldAction.Release, -7, "operator@host", "court case"),
        new BackupSegmentsRecord(Full, SegmentRuns.From([new SegmentNumber(1), new SegmentNumber(5)])),
        new SegmentVerifyRecord(new SegmentNumber(1), 1_769_306_400_000_000_000),
        new SegmentRetireRecord(new SegmentNumber(2), new ManifestNumber(13)),
        new SegmentReviveRecord(new SegmentNumber(2)),
        new SegmentDeleteRecord(new SegmentNumber(300)),
        new BackupDeleteRecord(Full),
        new SessionCloseRecord(Session, SessionOutcome.Committed),
        KeysOf(1),
    ]);

    /// <summary>A whole state.</summary>
    public static byte[] Snapshot { get; } = Encode(
    [
        new StateRecord(new SegmentNumber(10)),
        new SessionOpenRecord(Session, new ManifestNumber(200), -5, string.Empty, string.Empty),
        SegmentOf(3, Segment, SegmentKind.Data, Domain.Plain),
        SegmentOf(7, new SegmentId(new Id128(3, 5)), SegmentKind.Metadata, Domain.Plain),
        IndexOf(Index),
        IndexOf(new IndexId(new Id128(5, 7))),
        BackupOf(Full, default, Full, BackupType.Full, "full-1", [3]),
        BackupOf(new BackupId(new Id128(7, 9)), Full, Full, BackupType.Differential, "diff", []),
        BackupOf(new BackupId(new Id128(7, 10)), Full, Full, BackupType.Incremental, "database", [3]) with
        {
            SourceKind = SourceKind.Database,
            TimelineId = new TimelineId(new Id128(9, 1)),
            IncarnationId = new IncarnationId(new Id128(9, 2)),
            StartLsn = 1UL << 40,
            EndLsn = 1UL << 40,
            Generation = 12,
        },
        new BackupHoldRecord(Full, HoldAction.Hold, 5, "operator@host", string.Empty),
        new SegmentRetireRecord(new SegmentNumber(7), new ManifestNumber(250)),
        KeysOf(3),
    ]);

    /// <summary>Each record alone.</summary>
    public static IReadOnlyList<byte[]> Single { get; } =
    [
        Encode([new SessionCloseRecord(Session, SessionOutcome.Abandoned)]),
        Encode([SegmentOf(1, Segment, SegmentKind.Data, Domain.Plain)]),
        Encode([BackupOf(Full, default, Full, BackupType.Full, "a", [1])]),
        Encode([KeysOf(2)]),
    ];

    private static KeysRecord KeysOf(int generation)
    {
        byte[] point = new byte[65];
        point.AsSpan().Fill(7);
        point[0] = 4;
        return new KeysRecord
        {
            KeySetId = new KeySetId(new Id128(10, 11)),
            Generation = (uint)generation,
            PublicKey = point,
            Ring = new SealedBytes(new byte[12], new byte[16], new byte[generation * KeysRecord.GenerationSize]),
        };
    }

    private static SegmentAddRecord SegmentOf(uint number, SegmentId id, SegmentKind kind, Domain domain) => new()
    {
        Number = new SegmentNumber(number),
        SegmentId = id,
        SessionId = Session,
        SegmentKind = kind,
        Domain = domain,
        KeyGeneration = domain == Domain.Encrypted ? 300u : 0,
        Size = 67_108_864,
        PlainSize = 120_000_000,
        ChunkCount = 1000,
        RootHash = Hash256.OfContent("segment"u8),
        Verified = 1_769_306_400_000_000_000,
    };

    private static IndexAddRecord IndexOf(IndexId id) => new()
    {
        IndexId = id,
        SessionId = Session,
        Domain = Domain.Plain,
        Size = 8704,
        EntryCount = 7,
        RootHash = Hash256.OfContent("index"u8),
    };

    private static BackupAddRecord BackupOf(
        BackupId id, BackupId parent, BackupId chain, BackupType type, string name, uint[] segments) => new()
    {
        BackupId = id,
        Name = name,
        BackupType = type,
        SourceKind = SourceKind.DirectoryTree,
        Domain = Domain.Plain,
        ParentId = parent,
        ChainId = chain,
        SessionId = Session,
        Started = 1,
        Finished = 2,
        RootChunk = ChunkId.OfPlain("root"u8),
        FileCount = 1,
        DirectoryCount = 130,
        OtherCount = 0,
        LogicalSize = 1L << 40,
        ReadSize = 5,
        StoredSize = 6,
        IncompleteCount = 0,
        Segments = SegmentRuns.From(segments.Select(number => new SegmentNumber(number))),
    };

    private static byte[] Encode(IEnumerable<ManifestRecord> records)
    {
        var writer = new FormatWriter();
        foreach (var record in records)
        {
            ManifestRecords.Encode(writer, record);
        }

        return writer.WrittenSpan.ToArray();
    }
}
