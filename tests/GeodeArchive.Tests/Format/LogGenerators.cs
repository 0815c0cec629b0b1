using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Samples;

namespace GeodeArchive.Tests.Format;

/// <summary>Valid structures of a log.</summary>
internal static class LogGenerators
{
    public static Gen<Lsn> Lsn { get; } = Generators.Word.Select(value => new Lsn(value));

    public static Gen<Xid> Xid { get; } = Generators.Positive.Select(value => new Xid((ulong)value));

    public static Gen<SampleLogRecord> Record { get; } =
        from type in Gen.Choose((int)LogRecordType.RedoFirst, (int)LogRecordType.RedoLast)
        from body in Generators.Bytes(0, 60)
        select SampleLogRecord.Redo(type, body);

    public static Gen<LogCommit> Commit { get; } =
        from xid in Xid
        from time in Generators.Long
        select new LogCommit(xid, time);

    public static Gen<LogRestart> Restart { get; } =
        from time in Generators.Long
        from durable in Lsn
        select new LogRestart(time, durable);

    public static Gen<LogSegmentHeader> SegmentHeader { get; } =
        from minor in Generators.Uint
        from features in Generators.Word
        from database in Generators.Id
        from timeline in Generators.Id
        from epoch in Generators.Uint
        from sum in Generators.Uint
        from number in Generators.Positive
        from start in Lsn
        from salt in Generators.Word
        from units in Gen.Choose(2, 1024)
        from time in Generators.Long
        from xid in Generators.Count
        from created in Generators.Long
        select new LogSegmentHeader
        {
            VersionMinor = (ushort)minor,
            FeaturesCompatible = features,
            DatabaseId = new DatabaseId(database),
            TimelineId = new TimelineId(timeline),
            Epoch = Math.Max(1, epoch),
            PreviousSum = sum,
            Number = number,
            Start = start,
            Salt = salt,
            SegmentSize = (long)units << 20,
            TimeMax = time,
            XidMax = new Xid((ulong)xid),
            Created = created,
        };

    public static Gen<LogFrameHeader> FrameHeader { get; } =
        from size in Gen.OneOf(Gen.Elements(0, 8, LogLimits.FramePayloadSizeMax), Gen.Choose(8, LogLimits.FramePayloadSizeMax))
        from sum in Generators.Uint
        from start in Generators.Word
        from durable in Generators.Word
        from timeline in Generators.Id
        from salt in Generators.Word
        from time in Generators.Long
        from xid in Generators.Count
        from epoch in Generators.Uint
        from previous in Generators.Uint
        from page in Gen.Choose(1, (int)LogLimits.EndPageMax - 1)
        from count in Gen.Choose(1, Math.Max(1, size / 8))
        let first = Math.Min(start, ulong.MaxValue - (ulong)size)
        select new LogFrameHeader
        {
            PayloadSize = size,
            PayloadSum = sum,
            Start = new Lsn(first),
            Durable = new Lsn(Math.Min(durable, first)),
            TimelineId = new TimelineId(timeline),
            Salt = salt,
            TimeMax = time,
            XidMax = new Xid((ulong)xid),
            Epoch = Math.Max(1, epoch),
            PreviousSum = previous,
            Page = (uint)page,
            RecordCount = size == 0 ? 0 : count,
        };

    public static Gen<LogFrameSample> Frame { get; } =
        from header in FrameHeader
        from redo in Generators.Some(Record, 0, 5)
        from commits in Generators.Some(Commit, 0, 3)
        select LogFrameSample.Make(header, redo, commits);

    public static Gen<LogTimeline> Timeline { get; } =
        from minor in Generators.Uint
        from features in Generators.Word
        from epoch in Generators.Uint
        from database in Generators.Id
        from timeline in Generators.Id
        from parent in Gen.OneOf(Gen.Constant(default(Id128)), Generators.Id)
        from fork in Lsn
        from created in Generators.Long
        where parent != timeline
        select new LogTimeline
        {
            VersionMinor = (ushort)minor,
            FeaturesCompatible = features,
            Epoch = Math.Max(1, epoch),
            DatabaseId = new DatabaseId(database),
            TimelineId = new TimelineId(timeline),
            ParentId = new TimelineId(parent),
            Fork = parent.IsZero ? GeodeArchive.Format.Lsn.Zero : fork,
            Created = created,
        };

    public static Gen<LogFooter> Footer { get; } =
        from salt in Generators.Word
        from page in Gen.Choose(1, (int)LogLimits.EndPageMax)
        from starts in Generators.Ascending(Generators.Word.Where(value => value != ulong.MaxValue), 0, 12)
        from granules in Gen.ArrayOf(Granule(), starts.Length)
        select new LogFooter
        {
            Salt = salt,
            End = new Lsn(starts.IsEmpty ? salt : starts[^1] + 1),
            EndPage = (uint)page,
            Granules = [.. granules.Zip(starts, (granule, start) => granule with { Start = new Lsn(start) })],
        };

    private static Gen<LogGranule> Granule() =>
        from before in Generators.Long
        from hasCommits in Generators.Bool
        from isOrdered in Generators.Bool
        from times in Gen.Two(Generators.Long)
        from xids in Gen.Two(Xid)
        select new LogGranule
        {
            Start = default,
            TimeMaxBefore = before,
            TimeFirst = hasCommits ? Math.Min(times.Item1, times.Item2) : long.MaxValue,
            TimeLast = hasCommits ? Math.Max(times.Item1, times.Item2) : long.MinValue,
            XidFirst = hasCommits ? new Xid(Math.Min(xids.Item1.Value, xids.Item2.Value)) : default,
            XidLast = hasCommits ? new Xid(Math.Max(xids.Item1.Value, xids.Item2.Value)) : default,
            IsOrdered = isOrdered,
        };
}
