namespace GeodeArchive.Format;

/// <summary>Offsets and sizes of the layout BackupSection in format-spec/backup.md, in bytes.</summary>
internal static class BackupSectionLayout
{
    public const int TextChecksumOffset = FileHeaderLayout.KindSectionOffset;
    public const int TextChecksumSize = 4;

    public const int TypeOffset = TextChecksumOffset + TextChecksumSize;
    public const int TypeSize = 2;

    public const int SourceKindOffset = TypeOffset + TypeSize;
    public const int SourceKindSize = 2;

    public const int ManifestOffset = SourceKindOffset + SourceKindSize;
    public const int ManifestSize = 8;

    public const int BackupIdOffset = ManifestOffset + ManifestSize;
    public const int BackupIdSize = 16;

    public const int ParentIdOffset = BackupIdOffset + BackupIdSize;
    public const int ParentIdSize = 16;

    public const int StartedOffset = ParentIdOffset + ParentIdSize;
    public const int StartedSize = 8;

    public const int FinishedOffset = StartedOffset + StartedSize;
    public const int FinishedSize = 8;

    public const int LogicalSizeOffset = FinishedOffset + FinishedSize;
    public const int LogicalSizeSize = 8;

    public const int StoredSizeOffset = LogicalSizeOffset + LogicalSizeSize;
    public const int StoredSizeSize = 8;

    public const int NameSizeOffset = StoredSizeOffset + StoredSizeSize;
    public const int NameSizeSize = 2;

    public const int NameOffset = NameSizeOffset + NameSizeSize;
    public const int NameSize = 255;

    public const int End = NameOffset + NameSize;
}
