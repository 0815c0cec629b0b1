using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <content>The structures of a WAL archive.</content>
public static partial class StructureFields
{
    /// <summary>The kind section of a WAL archive's file, from the start of the file header.</summary>
    public static ImmutableArray<StructureField> LogArchiveSection { get; } =
    [
        new("database_id", LogArchiveSectionLayout.DatabaseIdOffset, LogArchiveSectionLayout.DatabaseIdSize, FieldType.Id),
        new("group_size", LogArchiveSectionLayout.GroupSizeOffset, LogArchiveSectionLayout.GroupSizeSize, FieldType.Number),
    ];

    /// <summary>The kind section of a log object, from the start of the file header.</summary>
    public static ImmutableArray<StructureField> LogObjectSection { get; } =
    [
        new("timeline_id", LogObjectSectionLayout.TimelineIdOffset, LogObjectSectionLayout.TimelineIdSize, FieldType.Id),
        new("database_id", LogObjectSectionLayout.DatabaseIdOffset, LogObjectSectionLayout.DatabaseIdSize, FieldType.Id),
        new("start_lsn", LogObjectSectionLayout.StartLsnOffset, LogObjectSectionLayout.StartLsnSize, FieldType.Lsn),
        new("end_lsn", LogObjectSectionLayout.EndLsnOffset, LogObjectSectionLayout.EndLsnSize, FieldType.Lsn),
        new("epoch", LogObjectSectionLayout.EpochOffset, LogObjectSectionLayout.EpochSize, FieldType.Number),
        new("group", LogObjectSectionLayout.GroupOffset, LogObjectSectionLayout.GroupSize, FieldType.Number),
        new("group_size", LogObjectSectionLayout.GroupSizeOffset, LogObjectSectionLayout.GroupSizeSize, FieldType.Number),
        new("ordinal", LogObjectSectionLayout.OrdinalOffset, LogObjectSectionLayout.OrdinalSize, FieldType.Number),
        new("reserved", LogObjectSectionLayout.ReservedOffset, LogObjectSectionLayout.ReservedSize, FieldType.Reserved),
        new(
            "previous_root_hash",
            LogObjectSectionLayout.PreviousRootHashOffset,
            LogObjectSectionLayout.PreviousRootHashSize,
            FieldType.Hash),
    ];

    /// <summary>What the footer of a log object starts with.</summary>
    public static ImmutableArray<StructureField> LogObjectFooter { get; } =
    [
        new("object", LogObjectFooterLayout.ObjectOffset, LogObjectFooterLayout.ObjectSize, FieldType.Bytes),
        new("block_count", LogObjectFooterLayout.BlockCountOffset, LogObjectFooterLayout.BlockCountSize, FieldType.Number),
        new("entry_count", LogObjectFooterLayout.EntryCountOffset, LogObjectFooterLayout.EntryCountSize, FieldType.Number),
        new("group_count", LogObjectFooterLayout.GroupCountOffset, LogObjectFooterLayout.GroupCountSize, FieldType.Number),
        new("point_count", LogObjectFooterLayout.PointCountOffset, LogObjectFooterLayout.PointCountSize, FieldType.Number),
        new("time_max", LogObjectFooterLayout.TimeMaxOffset, LogObjectFooterLayout.TimeMaxSize, FieldType.Time),
        new("commit_lsn", LogObjectFooterLayout.CommitLsnOffset, LogObjectFooterLayout.CommitLsnSize, FieldType.Lsn),
        new("commit_xid", LogObjectFooterLayout.CommitXidOffset, LogObjectFooterLayout.CommitXidSize, FieldType.Number),
        new("commit_time", LogObjectFooterLayout.CommitTimeOffset, LogObjectFooterLayout.CommitTimeSize, FieldType.Time),
        new(
            "previous_group_start",
            LogObjectFooterLayout.PreviousGroupStartOffset,
            LogObjectFooterLayout.PreviousGroupStartSize,
            FieldType.Lsn),
        new("open_name_size", LogObjectFooterLayout.OpenNameSizeOffset, LogObjectFooterLayout.OpenNameSizeSize, FieldType.Number),
        new("reserved", LogObjectFooterLayout.ReservedOffset, LogObjectFooterLayout.ReservedSize, FieldType.Reserved),
    ];

    /// <summary>A block in the footer of a log object.</summary>
    public static ImmutableArray<StructureField> LogObjectBlock { get; } =
    [
        new("granule", LogObjectBlockLayout.GranuleOffset, LogObjectBlockLayout.GranuleSize, FieldType.Bytes),
        new("commit_lsn_before", LogObjectBlockLayout.CommitLsnBeforeOffset, LogObjectBlockLayout.CommitLsnBeforeSize, FieldType.Lsn),
        new("commit_xid_before", LogObjectBlockLayout.CommitXidBeforeOffset, LogObjectBlockLayout.CommitXidBeforeSize, FieldType.Number),
        new("commit_time_before", LogObjectBlockLayout.CommitTimeBeforeOffset, LogObjectBlockLayout.CommitTimeBeforeSize, FieldType.Time),
        new("offset", LogObjectBlockLayout.OffsetOffset, LogObjectBlockLayout.OffsetSize, FieldType.Number),
        new("stored_size", LogObjectBlockLayout.StoredSizeOffset, LogObjectBlockLayout.StoredSizeSize, FieldType.Number),
        new("plain_size", LogObjectBlockLayout.PlainSizeOffset, LogObjectBlockLayout.PlainSizeSize, FieldType.Number),
        new("payload_sum", LogObjectBlockLayout.PayloadSumOffset, LogObjectBlockLayout.PayloadSumSize, FieldType.Bytes),
    ];

    /// <summary>An earlier object in the footer of a log object.</summary>
    public static ImmutableArray<StructureField> LogObjectEntry { get; } =
    [
        new("granule", LogObjectEntryLayout.GranuleOffset, LogObjectEntryLayout.GranuleSize, FieldType.Bytes),
        new("end_lsn", LogObjectEntryLayout.EndLsnOffset, LogObjectEntryLayout.EndLsnSize, FieldType.Lsn),
        new("file_size", LogObjectEntryLayout.FileSizeOffset, LogObjectEntryLayout.FileSizeSize, FieldType.Number),
        new("point_count", LogObjectEntryLayout.PointCountOffset, LogObjectEntryLayout.PointCountSize, FieldType.Number),
        new("reserved", LogObjectEntryLayout.ReservedOffset, LogObjectEntryLayout.ReservedSize, FieldType.Reserved),
        new("root_hash", LogObjectEntryLayout.RootHashOffset, LogObjectEntryLayout.RootHashSize, FieldType.Hash),
    ];

    /// <summary>A group in the footer of a log object.</summary>
    public static ImmutableArray<StructureField> LogGroupEntry { get; } =
    [
        new("granule", LogGroupEntryLayout.GranuleOffset, LogGroupEntryLayout.GranuleSize, FieldType.Bytes),
        new("end_lsn", LogGroupEntryLayout.EndLsnOffset, LogGroupEntryLayout.EndLsnSize, FieldType.Lsn),
        new("last_start_lsn", LogGroupEntryLayout.LastStartLsnOffset, LogGroupEntryLayout.LastStartLsnSize, FieldType.Lsn),
        new("point_count", LogGroupEntryLayout.PointCountOffset, LogGroupEntryLayout.PointCountSize, FieldType.Number),
    ];

    /// <summary>What a recovery point in the footer of a log object starts with.</summary>
    public static ImmutableArray<StructureField> LogObjectPoint { get; } =
    [
        new("lsn", LogObjectPointLayout.LsnOffset, LogObjectPointLayout.LsnSize, FieldType.Lsn),
        new("xid", LogObjectPointLayout.XidOffset, LogObjectPointLayout.XidSize, FieldType.Number),
        new("time", LogObjectPointLayout.TimeOffset, LogObjectPointLayout.TimeSize, FieldType.Time),
        new("name_size", LogObjectPointLayout.NameSizeOffset, LogObjectPointLayout.NameSizeSize, FieldType.Number),
    ];

    /// <summary>A covered note.</summary>
    public static ImmutableArray<StructureField> LogCovered { get; } =
    [
        new("magic", LogCoveredLayout.MagicOffset, LogCoveredLayout.MagicSize, FieldType.Bytes),
        new("version_major", LogCoveredLayout.VersionMajorOffset, LogCoveredLayout.VersionMajorSize, FieldType.Number),
        new("version_minor", LogCoveredLayout.VersionMinorOffset, LogCoveredLayout.VersionMinorSize, FieldType.Number),
        new("reserved", LogCoveredLayout.Reserved1Offset, LogCoveredLayout.Reserved1Size, FieldType.Reserved),
        new("features_compatible", LogCoveredLayout.FeaturesCompatibleOffset, LogCoveredLayout.FeaturesCompatibleSize, FieldType.Number),
        new(
            "features_incompatible",
            LogCoveredLayout.FeaturesIncompatibleOffset,
            LogCoveredLayout.FeaturesIncompatibleSize,
            FieldType.Number),
        new("database_id", LogCoveredLayout.DatabaseIdOffset, LogCoveredLayout.DatabaseIdSize, FieldType.Id),
        new("timeline_id", LogCoveredLayout.TimelineIdOffset, LogCoveredLayout.TimelineIdSize, FieldType.Id),
        new("lsn", LogCoveredLayout.LsnOffset, LogCoveredLayout.LsnSize, FieldType.Lsn),
        new("time", LogCoveredLayout.TimeOffset, LogCoveredLayout.TimeSize, FieldType.Time),
        new("reserved", LogCoveredLayout.Reserved2Offset, LogCoveredLayout.Reserved2Size, FieldType.Reserved),
        new("covered_checksum", LogCoveredLayout.CoveredChecksumOffset, LogCoveredLayout.CoveredChecksumSize, FieldType.Checksum),
    ];
}
