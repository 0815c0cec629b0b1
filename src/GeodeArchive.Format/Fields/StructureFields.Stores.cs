using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <content>The structures of the store.</content>
public static partial class StructureFields
{
    /// <summary>The header of a file of a store.</summary>
    public static ImmutableArray<StructureField> StoreFileHeader { get; } =
    [
        new("magic", StoreFileHeaderLayout.MagicOffset, StoreFileHeaderLayout.MagicSize, FieldType.Bytes),
        new("version_major", StoreFileHeaderLayout.VersionMajorOffset, StoreFileHeaderLayout.VersionMajorSize, FieldType.Number),
        new("version_minor", StoreFileHeaderLayout.VersionMinorOffset, StoreFileHeaderLayout.VersionMinorSize, FieldType.Number),
        new("page_size", StoreFileHeaderLayout.PageSizeOffset, StoreFileHeaderLayout.PageSizeSize, FieldType.Number),
        new(
            "features_compatible",
            StoreFileHeaderLayout.FeaturesCompatibleOffset,
            StoreFileHeaderLayout.FeaturesCompatibleSize,
            FieldType.Number),
        new(
            "features_read_only",
            StoreFileHeaderLayout.FeaturesReadOnlyOffset,
            StoreFileHeaderLayout.FeaturesReadOnlySize,
            FieldType.Number),
        new(
            "features_incompatible",
            StoreFileHeaderLayout.FeaturesIncompatibleOffset,
            StoreFileHeaderLayout.FeaturesIncompatibleSize,
            FieldType.Number),
        new("database_id", StoreFileHeaderLayout.DatabaseIdOffset, StoreFileHeaderLayout.DatabaseIdSize, FieldType.Id),
        new("file_id", StoreFileHeaderLayout.FileIdOffset, StoreFileHeaderLayout.FileIdSize, FieldType.Id),
        new("graph_id", StoreFileHeaderLayout.GraphIdOffset, StoreFileHeaderLayout.GraphIdSize, FieldType.Number),
        new("reserved", StoreFileHeaderLayout.Reserved1Offset, StoreFileHeaderLayout.Reserved1Size, FieldType.Reserved),
        new("created", StoreFileHeaderLayout.CreatedOffset, StoreFileHeaderLayout.CreatedSize, FieldType.Time),
        new("reserved", StoreFileHeaderLayout.Reserved2Offset, StoreFileHeaderLayout.Reserved2Size, FieldType.Reserved),
        new("header_checksum", StoreFileHeaderLayout.HeaderChecksumOffset, StoreFileHeaderLayout.HeaderChecksumSize, FieldType.Checksum),
    ];

    /// <summary>A superblock.</summary>
    public static ImmutableArray<StructureField> Superblock { get; } =
    [
        new("magic", SuperblockLayout.MagicOffset, SuperblockLayout.MagicSize, FieldType.Bytes),
        new("slot", SuperblockLayout.SlotOffset, SuperblockLayout.SlotSize, FieldType.Number),
        new("epoch", SuperblockLayout.EpochOffset, SuperblockLayout.EpochSize, FieldType.Number),
        new("generation", SuperblockLayout.GenerationOffset, SuperblockLayout.GenerationSize, FieldType.Number),
        new(
            "previous_generation",
            SuperblockLayout.PreviousGenerationOffset,
            SuperblockLayout.PreviousGenerationSize,
            FieldType.Number),
        new("database_id", SuperblockLayout.DatabaseIdOffset, SuperblockLayout.DatabaseIdSize, FieldType.Id),
        new("incarnation_id", SuperblockLayout.IncarnationIdOffset, SuperblockLayout.IncarnationIdSize, FieldType.Id),
        new("timeline_id", SuperblockLayout.TimelineIdOffset, SuperblockLayout.TimelineIdSize, FieldType.Id),
        new("checkpoint_lsn", SuperblockLayout.CheckpointLsnOffset, SuperblockLayout.CheckpointLsnSize, FieldType.Lsn),
        new("time", SuperblockLayout.TimeOffset, SuperblockLayout.TimeSize, FieldType.Time),
        new("catalog_file_id", SuperblockLayout.CatalogFileIdOffset, SuperblockLayout.CatalogFileIdSize, FieldType.Id),
        new("catalog_root", SuperblockLayout.CatalogRootOffset, SuperblockLayout.CatalogRootSize, FieldType.Pointer),
        new("catalog_space", SuperblockLayout.CatalogSpaceOffset, SuperblockLayout.CatalogSpaceSize, FieldType.Pointer),
        new("catalog_page_count", SuperblockLayout.CatalogPageCountOffset, SuperblockLayout.CatalogPageCountSize, FieldType.Number),
        new("reserved", SuperblockLayout.ReservedOffset, SuperblockLayout.ReservedSize, FieldType.Reserved),
        new("superblock_checksum", SuperblockLayout.SuperblockChecksumOffset, SuperblockLayout.SuperblockChecksumSize, FieldType.Checksum),
    ];

    /// <summary>What every other page of a store file starts with.</summary>
    public static ImmutableArray<StructureField> StorePageHeader { get; } =
    [
        new("magic", StorePageHeaderLayout.MagicOffset, StorePageHeaderLayout.MagicSize, FieldType.Bytes),
        new("page_checksum", StorePageHeaderLayout.PageChecksumOffset, StorePageHeaderLayout.PageChecksumSize, FieldType.Checksum),
        new("kind", StorePageHeaderLayout.KindOffset, StorePageHeaderLayout.KindSize, FieldType.Number),
        new("level", StorePageHeaderLayout.LevelOffset, StorePageHeaderLayout.LevelSize, FieldType.Number),
        new("entry_count", StorePageHeaderLayout.EntryCountOffset, StorePageHeaderLayout.EntryCountSize, FieldType.Number),
        new("content_start", StorePageHeaderLayout.ContentStartOffset, StorePageHeaderLayout.ContentStartSize, FieldType.Number),
        new("reserved", StorePageHeaderLayout.Reserved1Offset, StorePageHeaderLayout.Reserved1Size, FieldType.Reserved),
        new("page_number", StorePageHeaderLayout.PageNumberOffset, StorePageHeaderLayout.PageNumberSize, FieldType.Number),
        new("birth", StorePageHeaderLayout.BirthOffset, StorePageHeaderLayout.BirthSize, FieldType.Number),
        new("file_id", StorePageHeaderLayout.FileIdOffset, StorePageHeaderLayout.FileIdSize, FieldType.Id),
        new("extent", StorePageHeaderLayout.ExtentOffset, StorePageHeaderLayout.ExtentSize, FieldType.Number),
        new("reserved", StorePageHeaderLayout.Reserved2Offset, StorePageHeaderLayout.Reserved2Size, FieldType.Reserved),
    ];

    /// <summary>What the catalog says of a graph, before the attributes.</summary>
    public static ImmutableArray<StructureField> GraphRecord { get; } =
    [
        new("root", GraphRecordLayout.RootOffset, GraphRecordLayout.RootSize, FieldType.Pointer),
        new("space", GraphRecordLayout.SpaceOffset, GraphRecordLayout.SpaceSize, FieldType.Pointer),
        new("page_count", GraphRecordLayout.PageCountOffset, GraphRecordLayout.PageCountSize, FieldType.Number),
        new("generation", GraphRecordLayout.GenerationOffset, GraphRecordLayout.GenerationSize, FieldType.Number),
        new("checkpoint_lsn", GraphRecordLayout.CheckpointLsnOffset, GraphRecordLayout.CheckpointLsnSize, FieldType.Lsn),
        new("file_id", GraphRecordLayout.FileIdOffset, GraphRecordLayout.FileIdSize, FieldType.Id),
        new("file_number", GraphRecordLayout.FileNumberOffset, GraphRecordLayout.FileNumberSize, FieldType.Number),
        new("reserved", GraphRecordLayout.ReservedOffset, GraphRecordLayout.ReservedSize, FieldType.Reserved),
    ];

    /// <summary>What the catalog says of the database, before the attributes.</summary>
    public static ImmutableArray<StructureField> DatabaseRecord { get; } =
    [
        new("next_graph_id", DatabaseRecordLayout.NextGraphIdOffset, DatabaseRecordLayout.NextGraphIdSize, FieldType.Number),
        new("reserved", DatabaseRecordLayout.ReservedOffset, DatabaseRecordLayout.ReservedSize, FieldType.Reserved),
    ];

    /// <summary>An earlier incarnation, in the catalog.</summary>
    public static ImmutableArray<StructureField> StoreAncestor { get; } =
    [
        new("incarnation_id", StoreAncestorLayout.IncarnationIdOffset, StoreAncestorLayout.IncarnationIdSize, FieldType.Id),
        new("generation", StoreAncestorLayout.GenerationOffset, StoreAncestorLayout.GenerationSize, FieldType.Number),
    ];

    /// <summary>A place in the log that has a name, in the catalog.</summary>
    public static ImmutableArray<StructureField> RecoveryPoint { get; } =
    [
        new("lsn", RecoveryPointLayout.LsnOffset, RecoveryPointLayout.LsnSize, FieldType.Number),
        new("xid", RecoveryPointLayout.XidOffset, RecoveryPointLayout.XidSize, FieldType.Number),
        new("time", RecoveryPointLayout.TimeOffset, RecoveryPointLayout.TimeSize, FieldType.Time),
    ];

    /// <summary>What stands for a value in overflow pages.</summary>
    public static ImmutableArray<StructureField> OverflowReference { get; } =
    [
        new("value_size", OverflowReferenceLayout.ValueSizeOffset, OverflowReferenceLayout.ValueSizeSize, FieldType.Number),
        new("root", OverflowReferenceLayout.RootOffset, OverflowReferenceLayout.RootSize, FieldType.Pointer),
    ];
}
