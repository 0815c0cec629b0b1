using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <content>The structures of the log.</content>
public static partial class StructureFields
{
    /// <summary>What a record of a log starts with.</summary>
    public static ImmutableArray<StructureField> LogRecordHeader { get; } =
    [
        new("body_size", LogRecordHeaderLayout.BodySizeOffset, LogRecordHeaderLayout.BodySizeSize, FieldType.Number),
        new("type", LogRecordHeaderLayout.TypeOffset, LogRecordHeaderLayout.TypeSize, FieldType.Number),
        new("reserved", LogRecordHeaderLayout.ReservedOffset, LogRecordHeaderLayout.ReservedSize, FieldType.Reserved),
    ];

    /// <summary>What the body of a commit record starts with.</summary>
    public static ImmutableArray<StructureField> LogCommit { get; } =
    [
        new("xid", LogCommitLayout.XidOffset, LogCommitLayout.XidSize, FieldType.Number),
        new("time", LogCommitLayout.TimeOffset, LogCommitLayout.TimeSize, FieldType.Time),
    ];

    /// <summary>The body of a restart record.</summary>
    public static ImmutableArray<StructureField> LogRestart { get; } =
    [
        new("time", LogRestartLayout.TimeOffset, LogRestartLayout.TimeSize, FieldType.Time),
        new("durable_lsn", LogRestartLayout.DurableLsnOffset, LogRestartLayout.DurableLsnSize, FieldType.Lsn),
    ];

    /// <summary>The header of a segment of a log.</summary>
    public static ImmutableArray<StructureField> LogSegmentHeader { get; } =
    [
        new("magic", LogSegmentHeaderLayout.MagicOffset, LogSegmentHeaderLayout.MagicSize, FieldType.Bytes),
        new("version_major", LogSegmentHeaderLayout.VersionMajorOffset, LogSegmentHeaderLayout.VersionMajorSize, FieldType.Number),
        new("version_minor", LogSegmentHeaderLayout.VersionMinorOffset, LogSegmentHeaderLayout.VersionMinorSize, FieldType.Number),
        new("reserved", LogSegmentHeaderLayout.Reserved1Offset, LogSegmentHeaderLayout.Reserved1Size, FieldType.Reserved),
        new(
            "features_compatible",
            LogSegmentHeaderLayout.FeaturesCompatibleOffset,
            LogSegmentHeaderLayout.FeaturesCompatibleSize,
            FieldType.Number),
        new(
            "features_incompatible",
            LogSegmentHeaderLayout.FeaturesIncompatibleOffset,
            LogSegmentHeaderLayout.FeaturesIncompatibleSize,
            FieldType.Number),
        new("database_id", LogSegmentHeaderLayout.DatabaseIdOffset, LogSegmentHeaderLayout.DatabaseIdSize, FieldType.Id),
        new("timeline_id", LogSegmentHeaderLayout.TimelineIdOffset, LogSegmentHeaderLayout.TimelineIdSize, FieldType.Id),
        new("epoch", LogSegmentHeaderLayout.EpochOffset, LogSegmentHeaderLayout.EpochSize, FieldType.Number),
        new("previous_sum", LogSegmentHeaderLayout.PreviousSumOffset, LogSegmentHeaderLayout.PreviousSumSize, FieldType.Checksum),
        new("segment_number", LogSegmentHeaderLayout.SegmentNumberOffset, LogSegmentHeaderLayout.SegmentNumberSize, FieldType.Number),
        new("start_lsn", LogSegmentHeaderLayout.StartLsnOffset, LogSegmentHeaderLayout.StartLsnSize, FieldType.Lsn),
        new("salt", LogSegmentHeaderLayout.SaltOffset, LogSegmentHeaderLayout.SaltSize, FieldType.Number),
        new("segment_size", LogSegmentHeaderLayout.SegmentSizeOffset, LogSegmentHeaderLayout.SegmentSizeSize, FieldType.Number),
        new("time_max", LogSegmentHeaderLayout.TimeMaxOffset, LogSegmentHeaderLayout.TimeMaxSize, FieldType.Time),
        new("xid_max", LogSegmentHeaderLayout.XidMaxOffset, LogSegmentHeaderLayout.XidMaxSize, FieldType.Number),
        new("created", LogSegmentHeaderLayout.CreatedOffset, LogSegmentHeaderLayout.CreatedSize, FieldType.Time),
        new("reserved", LogSegmentHeaderLayout.Reserved2Offset, LogSegmentHeaderLayout.Reserved2Size, FieldType.Reserved),
        new("header_checksum", LogSegmentHeaderLayout.HeaderChecksumOffset, LogSegmentHeaderLayout.HeaderChecksumSize, FieldType.Checksum),
    ];

    /// <summary>The header of a frame of a log.</summary>
    public static ImmutableArray<StructureField> LogFrameHeader { get; } =
    [
        new("magic", LogFrameHeaderLayout.MagicOffset, LogFrameHeaderLayout.MagicSize, FieldType.Bytes),
        new("header_checksum", LogFrameHeaderLayout.HeaderChecksumOffset, LogFrameHeaderLayout.HeaderChecksumSize, FieldType.Checksum),
        new("payload_size", LogFrameHeaderLayout.PayloadSizeOffset, LogFrameHeaderLayout.PayloadSizeSize, FieldType.Number),
        new("payload_sum", LogFrameHeaderLayout.PayloadSumOffset, LogFrameHeaderLayout.PayloadSumSize, FieldType.Checksum),
        new("start_lsn", LogFrameHeaderLayout.StartLsnOffset, LogFrameHeaderLayout.StartLsnSize, FieldType.Lsn),
        new("durable_lsn", LogFrameHeaderLayout.DurableLsnOffset, LogFrameHeaderLayout.DurableLsnSize, FieldType.Lsn),
        new("timeline_id", LogFrameHeaderLayout.TimelineIdOffset, LogFrameHeaderLayout.TimelineIdSize, FieldType.Id),
        new("salt", LogFrameHeaderLayout.SaltOffset, LogFrameHeaderLayout.SaltSize, FieldType.Number),
        new("time_max", LogFrameHeaderLayout.TimeMaxOffset, LogFrameHeaderLayout.TimeMaxSize, FieldType.Time),
        new("xid_max", LogFrameHeaderLayout.XidMaxOffset, LogFrameHeaderLayout.XidMaxSize, FieldType.Number),
        new("epoch", LogFrameHeaderLayout.EpochOffset, LogFrameHeaderLayout.EpochSize, FieldType.Number),
        new("previous_sum", LogFrameHeaderLayout.PreviousSumOffset, LogFrameHeaderLayout.PreviousSumSize, FieldType.Checksum),
        new("page", LogFrameHeaderLayout.PageOffset, LogFrameHeaderLayout.PageSize, FieldType.Number),
        new("record_count", LogFrameHeaderLayout.RecordCountOffset, LogFrameHeaderLayout.RecordCountSize, FieldType.Number),
        new("reserved", LogFrameHeaderLayout.ReservedOffset, LogFrameHeaderLayout.ReservedSize, FieldType.Reserved),
    ];

    /// <summary>A timeline.</summary>
    public static ImmutableArray<StructureField> LogTimeline { get; } =
    [
        new("magic", LogTimelineLayout.MagicOffset, LogTimelineLayout.MagicSize, FieldType.Bytes),
        new("version_major", LogTimelineLayout.VersionMajorOffset, LogTimelineLayout.VersionMajorSize, FieldType.Number),
        new("version_minor", LogTimelineLayout.VersionMinorOffset, LogTimelineLayout.VersionMinorSize, FieldType.Number),
        new("reserved", LogTimelineLayout.Reserved1Offset, LogTimelineLayout.Reserved1Size, FieldType.Reserved),
        new("features_compatible", LogTimelineLayout.FeaturesCompatibleOffset, LogTimelineLayout.FeaturesCompatibleSize, FieldType.Number),
        new(
            "features_incompatible",
            LogTimelineLayout.FeaturesIncompatibleOffset,
            LogTimelineLayout.FeaturesIncompatibleSize,
            FieldType.Number),
        new("database_id", LogTimelineLayout.DatabaseIdOffset, LogTimelineLayout.DatabaseIdSize, FieldType.Id),
        new("timeline_id", LogTimelineLayout.TimelineIdOffset, LogTimelineLayout.TimelineIdSize, FieldType.Id),
        new("epoch", LogTimelineLayout.EpochOffset, LogTimelineLayout.EpochSize, FieldType.Number),
        new("reserved", LogTimelineLayout.Reserved2Offset, LogTimelineLayout.Reserved2Size, FieldType.Reserved),
        new("parent_id", LogTimelineLayout.ParentIdOffset, LogTimelineLayout.ParentIdSize, FieldType.Id),
        new("fork_lsn", LogTimelineLayout.ForkLsnOffset, LogTimelineLayout.ForkLsnSize, FieldType.Lsn),
        new("created", LogTimelineLayout.CreatedOffset, LogTimelineLayout.CreatedSize, FieldType.Time),
        new("reserved", LogTimelineLayout.Reserved3Offset, LogTimelineLayout.Reserved3Size, FieldType.Reserved),
        new("timeline_checksum", LogTimelineLayout.TimelineChecksumOffset, LogTimelineLayout.TimelineChecksumSize, FieldType.Checksum),
    ];

    /// <summary>What the footer of a segment of a log starts with.</summary>
    public static ImmutableArray<StructureField> LogFooterHeader { get; } =
    [
        new("magic", LogFooterHeaderLayout.MagicOffset, LogFooterHeaderLayout.MagicSize, FieldType.Bytes),
        new("footer_checksum", LogFooterHeaderLayout.FooterChecksumOffset, LogFooterHeaderLayout.FooterChecksumSize, FieldType.Checksum),
        new("salt", LogFooterHeaderLayout.SaltOffset, LogFooterHeaderLayout.SaltSize, FieldType.Number),
        new("end_lsn", LogFooterHeaderLayout.EndLsnOffset, LogFooterHeaderLayout.EndLsnSize, FieldType.Lsn),
        new("granule_count", LogFooterHeaderLayout.GranuleCountOffset, LogFooterHeaderLayout.GranuleCountSize, FieldType.Number),
        new("end_page", LogFooterHeaderLayout.EndPageOffset, LogFooterHeaderLayout.EndPageSize, FieldType.Number),
        new("reserved", LogFooterHeaderLayout.ReservedOffset, LogFooterHeaderLayout.ReservedSize, FieldType.Reserved),
    ];

    /// <summary>A granule in that footer.</summary>
    public static ImmutableArray<StructureField> LogGranule { get; } =
    [
        new("start_lsn", LogGranuleLayout.StartLsnOffset, LogGranuleLayout.StartLsnSize, FieldType.Lsn),
        new("time_max_before", LogGranuleLayout.TimeMaxBeforeOffset, LogGranuleLayout.TimeMaxBeforeSize, FieldType.Time),
        new("time_first", LogGranuleLayout.TimeFirstOffset, LogGranuleLayout.TimeFirstSize, FieldType.Time),
        new("time_last", LogGranuleLayout.TimeLastOffset, LogGranuleLayout.TimeLastSize, FieldType.Time),
        new("xid_first", LogGranuleLayout.XidFirstOffset, LogGranuleLayout.XidFirstSize, FieldType.Number),
        new("xid_last", LogGranuleLayout.XidLastOffset, LogGranuleLayout.XidLastSize, FieldType.Number),
    ];
}
