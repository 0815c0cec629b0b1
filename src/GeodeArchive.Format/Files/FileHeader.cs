namespace GeodeArchive.Format;

/// <summary>
/// The first 4,096 bytes of every file (of a backup file the second 4,096): see format-spec/file-header.md. Written once, first.
/// </summary>
public sealed partial record FileHeader
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = FileHeaderLayout.Size;

    /// <summary>The major version that is written, and the only one that is read.</summary>
    public const ushort VersionMajorWritten = 0;

    /// <summary>The minor version that is written.</summary>
    public const ushort VersionMinorWritten = 1;

    /// <summary>The magic: a byte above 127, "GEO", both line ends and an end-of-file, so that text-mode damage shows.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, 0x47, 0x45, 0x4F, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Minor version: says what was written, never how to read.</summary>
    public ushort VersionMinor { get; init; } = VersionMinorWritten;

    /// <summary>What the file is.</summary>
    public required ArchiveFileKind Kind { get; init; }

    /// <summary>Features that a reader may ignore.</summary>
    public ulong FeaturesCompatible { get; init; }

    /// <summary>Features that a reader may ignore and a writer must know.</summary>
    public ulong FeaturesReadOnly { get; init; }

    /// <summary>The repository; not zero.</summary>
    public required RepositoryId RepositoryId { get; init; }

    /// <summary>The file; not zero.</summary>
    public required FileId FileId { get; init; }

    /// <summary>The session that wrote it; zero in repository files, key slots, backup files, WAL archives and exports.</summary>
    public SessionId SessionId { get; init; }

    /// <summary>When it was written, in nanoseconds since 1970-01-01 UTC; for people only.</summary>
    public required long Created { get; init; }

    /// <summary>The sum in use.</summary>
    public ChecksumAlgorithm Checksum { get; init; } = ChecksumAlgorithm.Crc32C;

    /// <summary>How the file's chunk ids are made.</summary>
    public ChunkIdentity ChunkIdentity { get; init; } = ChunkIdentity.Sha256;

    /// <summary>How the file's payloads are encrypted.</summary>
    public EncryptionAlgorithm Encryption { get; init; } = EncryptionAlgorithm.None;

    /// <summary>How the file's key is wrapped.</summary>
    public KeyWrap KeyWrap { get; init; } = KeyWrap.None;

    /// <summary>Which key of the repository wraps it; 0 if it has none.</summary>
    public uint KeyGeneration { get; init; }

    /// <summary>The file's key; null if <see cref="KeyWrap"/> is none.</summary>
    public WrappedKey? WrappedKey { get; init; }

    /// <summary>What only this kind of file has; null for indexes and exports.</summary>
    public FileKindSection? Section { get; init; }

    /// <summary>The section of a repository file.</summary>
    /// <exception cref="InvalidOperationException">Another kind of file; see <see cref="ExpectKind"/>.</exception>
    public RepositorySection RepositorySection => SectionAs<RepositorySection>();

    /// <summary>The section of a segment.</summary>
    /// <exception cref="InvalidOperationException">Another kind of file; see <see cref="ExpectKind"/>.</exception>
    public SegmentSection SegmentSection => SectionAs<SegmentSection>();

    /// <summary>The section of a manifest.</summary>
    /// <exception cref="InvalidOperationException">Another kind of file; see <see cref="ExpectKind"/>.</exception>
    public ManifestSection ManifestSection => SectionAs<ManifestSection>();

    /// <summary>The section of a backup file.</summary>
    /// <exception cref="InvalidOperationException">Another kind of file; see <see cref="ExpectKind"/>.</exception>
    public BackupSection BackupSection => SectionAs<BackupSection>();

    /// <summary>The section of a WAL archive's file.</summary>
    /// <exception cref="InvalidOperationException">Another kind of file; see <see cref="ExpectKind"/>.</exception>
    public LogArchiveSection LogArchiveSection => SectionAs<LogArchiveSection>();

    /// <summary>The section of a log object.</summary>
    /// <exception cref="InvalidOperationException">Another kind of file; see <see cref="ExpectKind"/>.</exception>
    public LogObjectSection LogObjectSection => SectionAs<LogObjectSection>();

    /// <summary>The section of a key slot.</summary>
    /// <exception cref="InvalidOperationException">Another kind of file; see <see cref="ExpectKind"/>.</exception>
    public KeySlotSection KeySlotSection => SectionAs<KeySlotSection>();

    /// <summary>The header of a repository file.</summary>
    public static FileHeader ForRepository(RepositoryId repository, FileId file, long created, RepositorySection section) => new()
    {
        Kind = ArchiveFileKind.Repository,
        RepositoryId = repository,
        FileId = file,
        Created = created,
        Section = section,
    };

    /// <summary>The header of a plain segment.</summary>
    public static FileHeader ForSegment(
        RepositoryId repository, SegmentId segment, SessionId session, long created, SegmentKind kind) => new()
    {
        Kind = ArchiveFileKind.Segment,
        RepositoryId = repository,
        FileId = segment.AsFileId(),
        SessionId = session,
        Created = created,
        Section = new SegmentSection(kind),
    };

    /// <summary>The header of a manifest.</summary>
    public static FileHeader ForManifest(
        RepositoryId repository, FileId file, SessionId session, long created, ManifestSection section) => new()
    {
        Kind = ArchiveFileKind.Manifest,
        RepositoryId = repository,
        FileId = file,
        SessionId = session,
        Created = created,
        Section = section,
    };

    /// <summary>The header of a plain index.</summary>
    public static FileHeader ForIndex(RepositoryId repository, IndexId index, SessionId session, long created) => new()
    {
        Kind = ArchiveFileKind.Index,
        RepositoryId = repository,
        FileId = index.AsFileId(),
        SessionId = session,
        Created = created,
    };

    /// <summary>The header of a backup file; its file id is the backup's.</summary>
    public static FileHeader ForBackup(RepositoryId repository, long created, BackupSection section) => new()
    {
        Kind = ArchiveFileKind.Backup,
        RepositoryId = repository,
        FileId = section.BackupId.AsFileId(),
        Created = created,
        Section = section,
    };

    /// <summary>The header of a key slot, which is all of its file.</summary>
    public static FileHeader ForKeySlot(RepositoryId repository, FileId file, long created, KeySlotSection section) => new()
    {
        Kind = ArchiveFileKind.KeySlot,
        RepositoryId = repository,
        FileId = file,
        Created = created,
        Section = section,
    };

    /// <summary>The header of a WAL archive's file.</summary>
    public static FileHeader ForLogArchive(RepositoryId repository, FileId file, long created, LogArchiveSection section) => new()
    {
        Kind = ArchiveFileKind.LogArchive,
        RepositoryId = repository,
        FileId = file,
        Created = created,
        Section = section,
    };

    /// <summary>The header of an export.</summary>
    public static FileHeader ForExport(RepositoryId repository, FileId file, long created) => new()
    {
        Kind = ArchiveFileKind.Export,
        RepositoryId = repository,
        FileId = file,
        Created = created,
    };

    /// <summary>The header of a plain log object.</summary>
    public static FileHeader ForLogObject(RepositoryId repository, FileId file, long created, LogObjectSection section) => new()
    {
        Kind = ArchiveFileKind.LogObject,
        RepositoryId = repository,
        FileId = file,
        Created = created,
        Section = section,
    };

    /// <summary>The header of a file like this one that is encrypted.</summary>
    /// <param name="wrap">How its key is wrapped.</param>
    /// <param name="generation">Which key of the repository wraps it.</param>
    /// <param name="key">The file's key, wrapped.</param>
    public FileHeader Encrypted(KeyWrap wrap, uint generation, WrappedKey key) => this with
    {
        ChunkIdentity = ChunkIdentity.HmacSha256,
        Encryption = EncryptionAlgorithm.Aes256Gcm,
        KeyWrap = wrap,
        KeyGeneration = generation,
        WrappedKey = key,
    };

    /// <summary>Refuses a file of another kind with <c>bad-kind</c>.</summary>
    /// <param name="kind">What the place asks for.</param>
    /// <param name="offset">Where the header is in its file.</param>
    /// <exception cref="ArchiveFormatException">Another kind.</exception>
    public void ExpectKind(ArchiveFileKind kind, long offset = 0) =>
        Place.Decoding(StructureName, offset).Require(Kind == kind, FormatError.BadKind, "the file is of another kind");

    /// <summary>Refuses a file of another repository with <c>bad-identity</c>.</summary>
    /// <inheritdoc cref="ExpectKind"/>
    public void ExpectRepository(RepositoryId repository, long offset = 0) =>
        Place.Decoding(StructureName, offset).Require(
            RepositoryId == repository, FormatError.BadIdentity, "the file is of another repository");

    /// <summary>Refuses a file under another's name with <c>bad-identity</c>.</summary>
    /// <inheritdoc cref="ExpectKind"/>
    public void ExpectFile(FileId file, long offset = 0) =>
        Place.Decoding(StructureName, offset).Require(FileId == file, FormatError.BadIdentity, "the file id is not that of the name");

    private TSection SectionAs<TSection>()
        where TSection : FileKindSection =>
        Section as TSection ?? throw new InvalidOperationException($"a file of kind {Kind} has no {typeof(TSection).Name}");
}
