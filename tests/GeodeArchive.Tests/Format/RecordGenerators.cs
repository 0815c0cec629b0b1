using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Valid records of manifests.</summary>
internal static class RecordGenerators
{
    public static Gen<SegmentRuns> Runs { get; } =
        from start in Gen.OneOf(Gen.Constant(1L), Generators.Uint.Select(value => (long)value))
        from numbers in Generators.Some(Gen.Choose(0, 40), 0, 30)
        select SegmentRuns.From(numbers.Select(number => new SegmentNumber((uint)Math.Clamp(start + number, 1, uint.MaxValue))));

    public static Gen<StateRecord> State { get; } = Generators.Segment.Select(number => new StateRecord(number));

    public static Gen<SessionOpenRecord> SessionOpen { get; } =
        from session in Session()
        from manifest in Generators.Count
        from started in Generators.Long
        from host in Generators.Text
        from program in Generators.Text
        select new SessionOpenRecord(session, new ManifestNumber((ulong)manifest), started, host, program);

    public static Gen<SegmentAddRecord> SegmentAdd { get; } =
        from number in Generators.Segment
        from segment in Generators.Id
        from session in Session()
        from kind in Generators.Enumeration<SegmentKind>()
        from domain in Generators.Enumeration<Domain>()
        from generation in Generators.Uint
        from size in Gen.Choose(0, (int)Limits.FileSizeMax)
        from plainSize in Generators.Positive
        from chunks in Generators.Positive
        from root in Generators.Hash
        from verified in Generators.Long
        select new SegmentAddRecord
        {
            Number = number,
            SegmentId = new SegmentId(segment),
            SessionId = session,
            SegmentKind = kind,
            Domain = domain,
            KeyGeneration = domain == Domain.Plain ? 0 : generation,
            Size = size,
            PlainSize = plainSize,
            ChunkCount = chunks,
            RootHash = root,
            Verified = verified,
        };

    public static Gen<IndexAddRecord> IndexAdd { get; } =
        from index in Generators.Id
        from session in Session()
        from domain in Generators.Enumeration<Domain>()
        from size in Generators.Uint
        from entries in Generators.Positive
        from root in Generators.Hash
        select new IndexAddRecord
        {
            IndexId = new IndexId(index),
            SessionId = session,
            Domain = domain,
            Size = size,
            EntryCount = entries,
            RootHash = root,
        };

    public static Gen<BackupAddRecord> BackupAdd { get; } =
        from id in Generators.Id
        from parent in Generators.Id.Where(parent => parent != default)
        from chain in Generators.Id
        from session in Session()
        from name in Generators.BackupName
        from type in Generators.BackupType
        from domain in Generators.Enumeration<Domain>()
        from times in Gen.ArrayOf(Generators.Long, 2)
        from root in Generators.Chunk
        from counts in Gen.ArrayOf(Generators.Count, 7)
        from segments in Runs
        from isDatabase in Generators.Bool
        from states in Gen.ArrayOf(Generators.Id, 2)
        from lsns in Gen.ArrayOf(Generators.Word, 2)
        from generation in Generators.Positive
        where parent != id && chain != id
        select new BackupAddRecord
        {
            BackupId = new BackupId(id),
            Name = name,
            BackupType = type,
            SourceKind = isDatabase ? SourceKind.Database : SourceKind.DirectoryTree,
            Domain = domain,
            ParentId = type == BackupType.Full ? default : new BackupId(parent),
            ChainId = new BackupId(type == BackupType.Full ? id : chain),
            SessionId = session,
            Started = times[0],
            Finished = times[1],
            RootChunk = root,
            FileCount = counts[0],
            DirectoryCount = counts[1],
            OtherCount = counts[2],
            LogicalSize = counts[3],
            ReadSize = counts[4],
            StoredSize = counts[5],
            IncompleteCount = counts[6],
            TimelineId = isDatabase ? new TimelineId(states[0]) : default,
            IncarnationId = isDatabase ? new IncarnationId(states[1]) : default,
            StartLsn = isDatabase ? Math.Min(lsns[0], lsns[1]) : 0,
            EndLsn = isDatabase ? Math.Max(lsns[0], lsns[1]) : 0,
            Generation = isDatabase ? (ulong)generation : 0,
            Segments = segments,
        };

    /// <summary>Holds, and what collection writes.</summary>
    public static Gen<ImmutableArray<ManifestRecord>> Collection { get; } =
        from backup in Generators.Id
        from action in Generators.Enumeration<HoldAction>()
        from times in Gen.ArrayOf(Generators.Long, 2)
        from who in Generators.Text
        from reason in Generators.Text
        from segments in Runs
        from numbers in Gen.ArrayOf(Generators.Segment, 4)
        from manifest in Generators.Positive
        let id = new BackupId(backup)
        select Records(
            new BackupHoldRecord(id, action, times[0], who, reason),
            new BackupSegmentsRecord(id, segments),
            new SegmentVerifyRecord(numbers[0], times[1]),
            new SegmentRetireRecord(numbers[1], new ManifestNumber((ulong)manifest)),
            new SegmentReviveRecord(numbers[2]),
            new SegmentDeleteRecord(numbers[3]),
            new BackupDeleteRecord(id));

    public static Gen<KeysRecord> Keys { get; } =
        from keySet in Generators.Id
        from generation in Gen.Choose(1, 5)
        from point in Generators.Bytes(64, 64)
        from ring in FileGenerators.SealedBytes(generation * KeysRecord.GenerationSize)
        select new KeysRecord
        {
            KeySetId = new KeySetId(keySet),
            Generation = (uint)generation,
            PublicKey = (byte[])[4, .. point],
            Ring = ring,
        };

    /// <summary>The records of a change: anything but a state, segments ascending.</summary>
    public static Gen<ImmutableArray<ManifestRecord>> Change { get; } =
        from opened in Generators.Some(SessionOpen, 0, 2)
        from closed in Session()
        from outcome in Generators.Enumeration<SessionOutcome>()
        from segments in Generators.Ascending(
            SegmentAdd, 0, 3, Comparer<SegmentAddRecord>.Create((left, right) => left.Number.CompareTo(right.Number)))
        from indexes in Generators.Some(IndexAdd, 0, 2)
        from removed in Generators.Id
        from backups in Generators.Some(BackupAdd, 0, 2)
        from collection in Collection
        from keys in Generators.Some(Keys, 0, 1)
        from order in Gen.Choose(0, 1)
        let remove = new IndexRemoveRecord(new IndexId(removed))
        let tail = Records(new SessionCloseRecord(closed, outcome), new SessionFenceRecord(closed), remove).AddRange(collection)
        let head = (ImmutableArray<ManifestRecord>)[.. opened, .. segments, .. indexes, .. backups, .. keys]
        select order == 0 ? [.. head, .. tail] : (ImmutableArray<ManifestRecord>)[.. tail, .. head];

    /// <summary>The records of a snapshot.</summary>
    public static Gen<ImmutableArray<ManifestRecord>> Snapshot { get; } =
        from opened in Generators.Some(SessionOpen, 0, 2)
        from segments in Generators.Ascending(
            SegmentAdd.Select(segment => segment with { Number = new SegmentNumber(Math.Min(segment.Number.Value, uint.MaxValue - 1)) }),
            0,
            4,
            Comparer<SegmentAddRecord>.Create((left, right) => left.Number.CompareTo(right.Number)))
        from indexes in Generators.Ascending(
            IndexAdd, 0, 2, Comparer<IndexAddRecord>.Create((left, right) => left.IndexId.CompareTo(right.IndexId)))
        from backups in Generators.Some(BackupAdd, 0, 3)
        from collection in Collection
        from keys in Generators.Some(Keys, 0, 1)
        from isCollected in Generators.Bool
        let hold = (BackupHoldRecord)collection[0] with { Action = HoldAction.Hold }
        let after = isCollected ? Records(hold, collection[3]) : []
        let next = segments.IsEmpty ? SegmentNumber.First : segments[^1].Number.Next
        select (ImmutableArray<ManifestRecord>)[new StateRecord(next), .. opened, .. segments, .. indexes, .. backups, .. after, .. keys];

    private static ImmutableArray<ManifestRecord> Records(params ReadOnlySpan<ManifestRecord> records) => [.. records];

    private static Gen<SessionId> Session() => Generators.Id.Select(id => new SessionId(id));
}
