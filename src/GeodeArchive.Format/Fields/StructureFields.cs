using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>
/// The fields of the structures whose fields have fixed places, in order, for programs that show or damage structures field by
/// field, valid or not. Decoders do not use them.
/// </summary>
public static partial class StructureFields
{
    /// <summary>
    /// The fields that every file header has; before the last reserved bytes lies the kind section, see <see
    /// cref="SectionOf"/>.
    /// </summary>
    public static ImmutableArray<StructureField> FileHeader { get; } =
    [
        new("magic", FileHeaderLayout.MagicOffset, FileHeaderLayout.MagicSize, FieldType.Bytes),
        new("version_major", FileHeaderLayout.VersionMajorOffset, FileHeaderLayout.VersionMajorSize, FieldType.Number),
        new("version_minor", FileHeaderLayout.VersionMinorOffset, FileHeaderLayout.VersionMinorSize, FieldType.Number),
        new("kind", FileHeaderLayout.KindOffset, FileHeaderLayout.KindSize, FieldType.Number),
        new("header_size", FileHeaderLayout.HeaderSizeOffset, FileHeaderLayout.HeaderSizeSize, FieldType.Number),
        new("features_compatible", FileHeaderLayout.FeaturesCompatibleOffset, FileHeaderLayout.FeaturesCompatibleSize, FieldType.Number),
        new("features_read_only", FileHeaderLayout.FeaturesReadOnlyOffset, FileHeaderLayout.FeaturesReadOnlySize, FieldType.Number),
        new(
            "features_incompatible",
            FileHeaderLayout.FeaturesIncompatibleOffset,
            FileHeaderLayout.FeaturesIncompatibleSize,
            FieldType.Number),
        new("repository_id", FileHeaderLayout.RepositoryIdOffset, FileHeaderLayout.RepositoryIdSize, FieldType.Id),
        new("file_id", FileHeaderLayout.FileIdOffset, FileHeaderLayout.FileIdSize, FieldType.Id),
        new("session_id", FileHeaderLayout.SessionIdOffset, FileHeaderLayout.SessionIdSize, FieldType.Id),
        new("created", FileHeaderLayout.CreatedOffset, FileHeaderLayout.CreatedSize, FieldType.Time),
        new("checksum", FileHeaderLayout.ChecksumOffset, FileHeaderLayout.ChecksumSize, FieldType.Number),
        new("chunk_identity", FileHeaderLayout.ChunkIdentityOffset, FileHeaderLayout.ChunkIdentitySize, FieldType.Number),
        new("encryption", FileHeaderLayout.EncryptionOffset, FileHeaderLayout.EncryptionSize, FieldType.Number),
        new("key_wrap", FileHeaderLayout.KeyWrapOffset, FileHeaderLayout.KeyWrapSize, FieldType.Number),
        new("key_generation", FileHeaderLayout.KeyGenerationOffset, FileHeaderLayout.KeyGenerationSize, FieldType.Number),
        new("reserved", FileHeaderLayout.Reserved1Offset, FileHeaderLayout.Reserved1Size, FieldType.Reserved),
        new("wrap_nonce", FileHeaderLayout.WrapNonceOffset, FileHeaderLayout.WrapNonceSize, FieldType.Bytes),
        new("wrapped_key", FileHeaderLayout.WrappedKeyOffset, FileHeaderLayout.WrappedKeySize, FieldType.Bytes),
        new("wrap_tag", FileHeaderLayout.WrapTagOffset, FileHeaderLayout.WrapTagSize, FieldType.Bytes),
        new("ephemeral_public_key", FileHeaderLayout.EphemeralPublicKeyOffset, FileHeaderLayout.EphemeralPublicKeySize, FieldType.Bytes),
        new("reserved", FileHeaderLayout.Reserved2Offset, FileHeaderLayout.Reserved2Size, FieldType.Reserved),
        new("reserved", FileHeaderLayout.Reserved3Offset, FileHeaderLayout.Reserved3Size, FieldType.Reserved),
        new("header_checksum", FileHeaderLayout.HeaderChecksumOffset, FileHeaderLayout.HeaderChecksumSize, FieldType.Checksum),
    ];

    /// <summary>The kind section of a repository file, from the start of the file header.</summary>
    public static ImmutableArray<StructureField> RepositorySection { get; } =
    [
        new("chunker", RepositorySectionLayout.ChunkerOffset, RepositorySectionLayout.ChunkerSize, FieldType.Number),
        new("reserved", RepositorySectionLayout.Reserved1Offset, RepositorySectionLayout.Reserved1Size, FieldType.Reserved),
        new("chunk_size_min", RepositorySectionLayout.ChunkSizeMinOffset, RepositorySectionLayout.ChunkSizeMinSize, FieldType.Number),
        new(
            "chunk_size_average",
            RepositorySectionLayout.ChunkSizeAverageOffset,
            RepositorySectionLayout.ChunkSizeAverageSize,
            FieldType.Number),
        new("chunk_size_max", RepositorySectionLayout.ChunkSizeMaxOffset, RepositorySectionLayout.ChunkSizeMaxSize, FieldType.Number),
        new("part_size", RepositorySectionLayout.PartSizeOffset, RepositorySectionLayout.PartSizeSize, FieldType.Number),
        new("extent_size", RepositorySectionLayout.ExtentSizeOffset, RepositorySectionLayout.ExtentSizeSize, FieldType.Number),
        new("reserved", RepositorySectionLayout.Reserved2Offset, RepositorySectionLayout.Reserved2Size, FieldType.Reserved),
        new("chunker_key", RepositorySectionLayout.ChunkerKeyOffset, RepositorySectionLayout.ChunkerKeySize, FieldType.Secret),
    ];

    /// <summary>The kind section of a manifest, from the start of the file header.</summary>
    public static ImmutableArray<StructureField> ManifestSection { get; } =
    [
        new("number", ManifestSectionLayout.NumberOffset, ManifestSectionLayout.NumberSize, FieldType.Number),
        new("manifest_kind", ManifestSectionLayout.ManifestKindOffset, ManifestSectionLayout.ManifestKindSize, FieldType.Number),
        new("reserved", ManifestSectionLayout.ReservedOffset, ManifestSectionLayout.ReservedSize, FieldType.Reserved),
        new("previous_root_hash", ManifestSectionLayout.PreviousRootHashOffset, ManifestSectionLayout.PreviousRootHashSize, FieldType.Hash),
    ];

    /// <summary>The kind section of a segment, from the start of the file header.</summary>
    public static ImmutableArray<StructureField> SegmentSection { get; } =
    [
        new("segment_kind", SegmentSectionLayout.SegmentKindOffset, SegmentSectionLayout.SegmentKindSize, FieldType.Number),
    ];

    /// <summary>The kind section of a backup file, from the start of the file header.</summary>
    public static ImmutableArray<StructureField> BackupSection { get; } =
    [
        new("text_checksum", BackupSectionLayout.TextChecksumOffset, BackupSectionLayout.TextChecksumSize, FieldType.Checksum),
        new("type", BackupSectionLayout.TypeOffset, BackupSectionLayout.TypeSize, FieldType.Number),
        new("source_kind", BackupSectionLayout.SourceKindOffset, BackupSectionLayout.SourceKindSize, FieldType.Number),
        new("manifest", BackupSectionLayout.ManifestOffset, BackupSectionLayout.ManifestSize, FieldType.Number),
        new("backup_id", BackupSectionLayout.BackupIdOffset, BackupSectionLayout.BackupIdSize, FieldType.Id),
        new("parent_id", BackupSectionLayout.ParentIdOffset, BackupSectionLayout.ParentIdSize, FieldType.Id),
        new("started", BackupSectionLayout.StartedOffset, BackupSectionLayout.StartedSize, FieldType.Time),
        new("finished", BackupSectionLayout.FinishedOffset, BackupSectionLayout.FinishedSize, FieldType.Time),
        new("logical_size", BackupSectionLayout.LogicalSizeOffset, BackupSectionLayout.LogicalSizeSize, FieldType.Number),
        new("stored_size", BackupSectionLayout.StoredSizeOffset, BackupSectionLayout.StoredSizeSize, FieldType.Number),
        new("name_size", BackupSectionLayout.NameSizeOffset, BackupSectionLayout.NameSizeSize, FieldType.Number),
        new("name", BackupSectionLayout.NameOffset, BackupSectionLayout.NameSize, FieldType.Text),
    ];

    /// <summary>The trailer.</summary>
    public static ImmutableArray<StructureField> Trailer { get; } =
    [
        new("magic", TrailerLayout.MagicOffset, TrailerLayout.MagicSize, FieldType.Bytes),
        new("kind", TrailerLayout.KindOffset, TrailerLayout.KindSize, FieldType.Number),
        new("reserved", TrailerLayout.Reserved1Offset, TrailerLayout.Reserved1Size, FieldType.Reserved),
        new("block_count", TrailerLayout.BlockCountOffset, TrailerLayout.BlockCountSize, FieldType.Number),
        new("footer_offset", TrailerLayout.FooterOffsetOffset, TrailerLayout.FooterOffsetSize, FieldType.Number),
        new("file_size", TrailerLayout.FileSizeOffset, TrailerLayout.FileSizeSize, FieldType.Number),
        new("file_id", TrailerLayout.FileIdOffset, TrailerLayout.FileIdSize, FieldType.Id),
        new("root_hash", TrailerLayout.RootHashOffset, TrailerLayout.RootHashSize, FieldType.Hash),
        new("mac", TrailerLayout.MacOffset, TrailerLayout.MacSize, FieldType.Hash),
        new("item_count", TrailerLayout.ItemCountOffset, TrailerLayout.ItemCountSize, FieldType.Number),
        new("reserved", TrailerLayout.Reserved2Offset, TrailerLayout.Reserved2Size, FieldType.Reserved),
        new("trailer_checksum", TrailerLayout.TrailerChecksumOffset, TrailerLayout.TrailerChecksumSize, FieldType.Checksum),
    ];

    /// <summary>The header of a block.</summary>
    public static ImmutableArray<StructureField> BlockHeader { get; } =
    [
        new("magic", BlockHeaderLayout.MagicOffset, BlockHeaderLayout.MagicSize, FieldType.Bytes),
        new("header_checksum", BlockHeaderLayout.HeaderChecksumOffset, BlockHeaderLayout.HeaderChecksumSize, FieldType.Checksum),
        new("type", BlockHeaderLayout.TypeOffset, BlockHeaderLayout.TypeSize, FieldType.Number),
        new("compression", BlockHeaderLayout.CompressionOffset, BlockHeaderLayout.CompressionSize, FieldType.Number),
        new("encryption", BlockHeaderLayout.EncryptionOffset, BlockHeaderLayout.EncryptionSize, FieldType.Number),
        new("reserved", BlockHeaderLayout.ReservedOffset, BlockHeaderLayout.ReservedSize, FieldType.Reserved),
        new("stored_size", BlockHeaderLayout.StoredSizeOffset, BlockHeaderLayout.StoredSizeSize, FieldType.Number),
        new("sequence", BlockHeaderLayout.SequenceOffset, BlockHeaderLayout.SequenceSize, FieldType.Number),
        new("offset", BlockHeaderLayout.OffsetOffset, BlockHeaderLayout.OffsetSize, FieldType.Number),
        new("payload_sum", BlockHeaderLayout.PayloadSumOffset, BlockHeaderLayout.PayloadSumSize, FieldType.Bytes),
        new("file_id", BlockHeaderLayout.FileIdOffset, BlockHeaderLayout.FileIdSize, FieldType.Id),
    ];

    /// <summary>What a stored payload starts with.</summary>
    public static ImmutableArray<StructureField> BlockPayload { get; } =
    [
        new("plain_size", BlockPayloadLayout.PlainSizeOffset, BlockPayloadLayout.PlainSizeSize, FieldType.Number),
        new("compressed_size", BlockPayloadLayout.CompressedSizeOffset, BlockPayloadLayout.CompressedSizeSize, FieldType.Number),
    ];

    /// <summary>What the footer of a segment starts with.</summary>
    public static ImmutableArray<StructureField> SegmentFooter { get; } =
    [
        new("block_count", SegmentFooterLayout.BlockCountOffset, SegmentFooterLayout.BlockCountSize, FieldType.Number),
        new("chunk_count", SegmentFooterLayout.ChunkCountOffset, SegmentFooterLayout.ChunkCountSize, FieldType.Number),
        new("parity_scheme", SegmentFooterLayout.ParitySchemeOffset, SegmentFooterLayout.ParitySchemeSize, FieldType.Number),
        new("parity_member", SegmentFooterLayout.ParityMemberOffset, SegmentFooterLayout.ParityMemberSize, FieldType.Number),
        new("reserved", SegmentFooterLayout.ReservedOffset, SegmentFooterLayout.ReservedSize, FieldType.Reserved),
        new("parity_group", SegmentFooterLayout.ParityGroupOffset, SegmentFooterLayout.ParityGroupSize, FieldType.Id),
    ];

    /// <summary>What a page of an index starts with.</summary>
    public static ImmutableArray<StructureField> IndexPage { get; } =
    [
        new("page_sum", IndexPageLayout.PageSumOffset, IndexPageLayout.PageSumSize, FieldType.Bytes),
        new("page_number", IndexPageLayout.PageNumberOffset, IndexPageLayout.PageNumberSize, FieldType.Number),
        new("entry_count", IndexPageLayout.EntryCountOffset, IndexPageLayout.EntryCountSize, FieldType.Number),
        new("reserved", IndexPageLayout.ReservedOffset, IndexPageLayout.ReservedSize, FieldType.Reserved),
        new("file_tag", IndexPageLayout.FileTagOffset, IndexPageLayout.FileTagSize, FieldType.Bytes),
    ];

    /// <summary>What the footer of an index starts with.</summary>
    public static ImmutableArray<StructureField> IndexFooter { get; } =
    [
        new("entry_count", IndexFooterLayout.EntryCountOffset, IndexFooterLayout.EntryCountSize, FieldType.Number),
        new("page_count", IndexFooterLayout.PageCountOffset, IndexFooterLayout.PageCountSize, FieldType.Number),
        new("reserved", IndexFooterLayout.ReservedOffset, IndexFooterLayout.ReservedSize, FieldType.Reserved),
        new("filter_block_count", IndexFooterLayout.FilterBlockCountOffset, IndexFooterLayout.FilterBlockCountSize, FieldType.Number),
        new("fence_block_count", IndexFooterLayout.FenceBlockCountOffset, IndexFooterLayout.FenceBlockCountSize, FieldType.Number),
        new("segment_count", IndexFooterLayout.SegmentCountOffset, IndexFooterLayout.SegmentCountSize, FieldType.Number),
        new("filter_kind", IndexFooterLayout.FilterKindOffset, IndexFooterLayout.FilterKindSize, FieldType.Number),
        new("pages_hash", IndexFooterLayout.PagesHashOffset, IndexFooterLayout.PagesHashSize, FieldType.Hash),
    ];

    /// <summary>The fields of a file header's kind section; none for a kind that has none, or that is unknown.</summary>
    public static ImmutableArray<StructureField> SectionOf(ArchiveFileKind kind) => kind switch
    {
        ArchiveFileKind.Repository => RepositorySection,
        ArchiveFileKind.KeySlot => KeySlotSection,
        ArchiveFileKind.Manifest => ManifestSection,
        ArchiveFileKind.Segment => SegmentSection,
        ArchiveFileKind.Backup => BackupSection,
        ArchiveFileKind.LogArchive => LogArchiveSection,
        ArchiveFileKind.LogObject => LogObjectSection,
        _ => [],
    };
}
