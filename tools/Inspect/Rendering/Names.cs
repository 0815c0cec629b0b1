using GeodeArchive.Format;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>The words of the specification for the format's numbers.</summary>
internal static class Names
{
    private const string Unknown = "unknown";

    public static string Of(InspectedKind kind) => kind switch
    {
        InspectedKind.LogSegment => "wal",
        InspectedKind.Timeline => "timeline",
        InspectedKind.LogCovered => "wal-covered",
        InspectedKind.Access => "access",
        InspectedKind.StoreFile or InspectedKind.StorePage or InspectedKind.StoreTree or InspectedKind.Superblocks => "store file",
        _ => Of((ArchiveFileKind)kind),
    };

    public static string Of(LogRecordType type) => type switch
    {
        LogRecordType.Commit => "commit",
        LogRecordType.Restart => "restart",
        >= LogRecordType.RedoFirst and <= LogRecordType.RedoLast => $"redo {(int)type}",
        _ => Unknown,
    };

    public static string Of(ArchiveFileKind kind) => kind switch
    {
        ArchiveFileKind.Repository => "repository",
        ArchiveFileKind.KeySlot => "key-slot",
        ArchiveFileKind.Manifest => "manifest",
        ArchiveFileKind.LogArchive => "wal-archive",
        ArchiveFileKind.LogObject => "wal-object",
        ArchiveFileKind.Segment => "segment",
        ArchiveFileKind.Index => "index",
        ArchiveFileKind.Backup => "backup",
        ArchiveFileKind.Export => "export",
        _ => Unknown,
    };

    public static string Of(StorePageKind kind) => kind switch
    {
        StorePageKind.Leaf => "leaf",
        StorePageKind.Inner => "inner",
        StorePageKind.Overflow => "overflow",
        StorePageKind.Space => "space",
        _ => Unknown,
    };

    public static string Of(SpaceState state) => state switch
    {
        SpaceState.Free => "free",
        SpaceState.Used => "used",
        SpaceState.Freed => "freed",
        _ => Unknown,
    };

    public static string Of(NameKind kind) => kind switch
    {
        NameKind.Label => "label",
        NameKind.RelationshipType => "type",
        NameKind.PropertyKey => "key",
        _ => Unknown,
    };

    public static string Of(GraphKeyspace keyspace) => keyspace switch
    {
        GraphKeyspace.Node => "node",
        GraphKeyspace.Relationship => "relationship",
        GraphKeyspace.LabelNode => "node of a label",
        GraphKeyspace.Outgoing => "outgoing relationship",
        GraphKeyspace.Incoming => "incoming relationship",
        GraphKeyspace.LabelCount => "count of a label",
        GraphKeyspace.TypeCount => "count of a type",
        GraphKeyspace.NameNumber => "number of a name",
        GraphKeyspace.NumberName => "name of a number",
        GraphKeyspace.Counters => "counters",
        _ => Unknown,
    };

    public static string Of(BlockType type) => type switch
    {
        BlockType.Data => "data",
        BlockType.Metadata => "metadata",
        BlockType.Footer => "footer",
        BlockType.Records => "records",
        BlockType.Filter => "filter",
        BlockType.Fences => "fences",
        BlockType.LogRecords => "log records",
        _ => Unknown,
    };

    public static string Of(CompressionAlgorithm compression) => compression switch
    {
        CompressionAlgorithm.None => "none",
        CompressionAlgorithm.Lz4 => "lz4",
        CompressionAlgorithm.Zstd => "zstd",
        CompressionAlgorithm.Gzip => "gzip",
        _ => Unknown,
    };

    public static string Of(EncryptionAlgorithm encryption) => encryption switch
    {
        EncryptionAlgorithm.None => "none",
        EncryptionAlgorithm.Aes256Gcm => "AES-256-GCM",
        _ => Unknown,
    };

    public static string Of(ChunkIdentity identity) => identity switch
    {
        ChunkIdentity.Sha256 => "SHA-256",
        ChunkIdentity.HmacSha256 => "HMAC-SHA-256",
        _ => Unknown,
    };

    public static string Of(KeyWrap wrap) => wrap switch
    {
        KeyWrap.None => "none",
        KeyWrap.RepositoryKey => "repository key",
        KeyWrap.PublicKey => "public key",
        _ => Unknown,
    };

    public static string Of(KeyDerivation derivation) => derivation switch
    {
        KeyDerivation.KeyFile => "key file",
        KeyDerivation.Passphrase => "passphrase",
        _ => Unknown,
    };

    public static string Of(KeyAccess access) => access switch
    {
        KeyAccess.ReadWrite => "read-write",
        KeyAccess.WriteOnly => "write-only",
        _ => Unknown,
    };

    public static string Of(SegmentKind kind) => kind switch
    {
        SegmentKind.Data => "data",
        SegmentKind.Metadata => "metadata",
        _ => Unknown,
    };

    public static string Of(ManifestKind kind) => kind switch
    {
        ManifestKind.Change => "change",
        ManifestKind.Snapshot => "snapshot",
        _ => Unknown,
    };

    public static string Of(BackupType type) => type switch
    {
        BackupType.Full => "full",
        BackupType.Incremental => "incremental",
        BackupType.Differential => "differential",
        _ => Unknown,
    };

    public static string Of(SourceKind kind) => kind switch
    {
        SourceKind.DirectoryTree => "directory tree",
        SourceKind.Database => "database",
        _ => Unknown,
    };

    public static string Of(Domain domain) => domain switch
    {
        Domain.Plain => "plain",
        Domain.Encrypted => "encrypted",
        _ => Unknown,
    };

    public static string Of(SessionOutcome outcome) => outcome switch
    {
        SessionOutcome.Committed => "committed",
        SessionOutcome.Abandoned => "abandoned",
        _ => Unknown,
    };

    public static string Of(HoldAction action) => action switch
    {
        HoldAction.Hold => "hold",
        HoldAction.Release => "release",
        _ => Unknown,
    };

    public static string Of(ManifestRecordType type) => type switch
    {
        ManifestRecordType.State => "state",
        ManifestRecordType.SessionOpen => "session_open",
        ManifestRecordType.SessionClose => "session_close",
        ManifestRecordType.SessionFence => "session_fence",
        ManifestRecordType.SegmentAdd => "segment_add",
        ManifestRecordType.IndexAdd => "index_add",
        ManifestRecordType.IndexRemove => "index_remove",
        ManifestRecordType.BackupAdd => "backup_add",
        ManifestRecordType.BackupDelete => "backup_delete",
        ManifestRecordType.BackupHold => "backup_hold",
        ManifestRecordType.BackupSegments => "backup_segments",
        ManifestRecordType.SegmentVerify => "segment_verify",
        ManifestRecordType.SegmentRetire => "segment_retire",
        ManifestRecordType.SegmentRevive => "segment_revive",
        ManifestRecordType.SegmentDelete => "segment_delete",
        ManifestRecordType.Keys => "keys",
        _ => Unknown,
    };

    public static string Of(TreeNodeKind kind) => kind switch
    {
        TreeNodeKind.DirectoryLeaf => "directory leaf",
        TreeNodeKind.DirectoryInner => "directory inner node",
        TreeNodeKind.ExtentLeaf => "extent leaf",
        TreeNodeKind.ExtentInner => "extent inner node",
        TreeNodeKind.BackupRoot => "backup root",
        _ => Unknown,
    };

    public static string Of(EntryKind kind) => kind switch
    {
        EntryKind.File => "file",
        EntryKind.Directory => "directory",
        EntryKind.SymbolicLink => "symbolic link",
        EntryKind.Fifo => "FIFO",
        EntryKind.Socket => "socket",
        EntryKind.CharacterDevice => "character device",
        EntryKind.BlockDevice => "block device",
        _ => Unknown,
    };

    /// <summary>The word for the number in a field of some structure; null for a number that is only a number.</summary>
    /// <param name="field">The field's name in the specification.</param>
    /// <param name="kind">What the file is: backup files have no blocks, but a field of a name that blocks have, too.</param>
    /// <param name="value">What the field holds.</param>
    public static string? OfField(string field, ArchiveFileKind kind, ulong value) => field switch
    {
        "compression" => Of((CompressionAlgorithm)Within(value, byte.MaxValue)),
        "kind" => Of((ArchiveFileKind)Within(value, ushort.MaxValue)),
        "checksum" => value == (ulong)ChecksumAlgorithm.Crc32C ? "CRC32C" : Unknown,
        "chunk_identity" => Of((ChunkIdentity)Within(value, ushort.MaxValue)),
        "encryption" => Of((EncryptionAlgorithm)Within(value, byte.MaxValue)),
        "key_wrap" => Of((KeyWrap)Within(value, ushort.MaxValue)),
        "derivation" => Of((KeyDerivation)Within(value, byte.MaxValue)),
        "access" => Of((KeyAccess)Within(value, byte.MaxValue)),
        "chunker" => value == (ulong)ChunkerAlgorithm.Gear ? "gear" : Unknown,
        "segment_kind" => Of((SegmentKind)Within(value, byte.MaxValue)),
        "manifest_kind" => Of((ManifestKind)Within(value, ushort.MaxValue)),
        "source_kind" => Of((SourceKind)Within(value, byte.MaxValue)),
        "type" => kind == ArchiveFileKind.Backup ? Of((BackupType)Within(value, byte.MaxValue)) : Of(
            (BlockType)Within(value, byte.MaxValue)),
        "parity_scheme" => value == (ulong)ParityScheme.None ? "none" : Unknown,
        _ => null,
    };

    /// <summary>As <see cref="OfField"/>, in the structures of a store.</summary>
    public static string? OfStoreField(string field, ulong value) =>
        field == "kind" ? Of((StorePageKind)Within(value, byte.MaxValue)) : null;

    /// <summary>A number that the enumeration can hold; 0, which is invalid everywhere, if it cannot.</summary>
    private static ulong Within(ulong value, ulong maximum) => value <= maximum ? value : 0;
}
