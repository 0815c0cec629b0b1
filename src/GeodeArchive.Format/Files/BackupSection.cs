using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>What the header of a backup file says beyond every header. See format-spec/backup.md.</summary>
public sealed record BackupSection : FileKindSection
{
    /// <inheritdoc/>
    public override ArchiveFileKind Kind => ArchiveFileKind.Backup;

    internal override int End => BackupSectionLayout.End;

    /// <summary>CRC32C of the file's text; <see cref="BackupFile.Encode"/> sets it.</summary>
    public uint TextChecksum { get; init; }

    /// <summary>What was read and sent.</summary>
    public required BackupType Type { get; init; }

    /// <summary>What was backed up.</summary>
    public required SourceKind SourceKind { get; init; }

    /// <summary>The manifest that holds the backup.</summary>
    public required ManifestNumber Manifest { get; init; }

    /// <summary>The backup; also the file id of the header.</summary>
    public required BackupId BackupId { get; init; }

    /// <summary>The backup that it was compared with; zero for a full.</summary>
    public required BackupId ParentId { get; init; }

    /// <summary>When it was started, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long Started { get; init; }

    /// <summary>When it was finished, in nanoseconds since 1970-01-01 UTC.</summary>
    public required long Finished { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long LogicalSize { get; init; }

    /// <summary>Bytes of the segments that it needs and its parent does not.</summary>
    public required long StoredSize { get; init; }

    /// <summary>The name of the file.</summary>
    public required string Name { get; init; }

    internal static BackupSection Read(ReadOnlySpan<byte> header, Place place)
    {
        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(header[BackupSectionLayout.TypeOffset..]);
        ushort sourceKind = BinaryPrimitives.ReadUInt16LittleEndian(header[BackupSectionLayout.SourceKindOffset..]);
        ushort nameSize = BinaryPrimitives.ReadUInt16LittleEndian(header[BackupSectionLayout.NameSizeOffset..]);
        place.RequireRange(type, (long)BackupType.Full, (long)BackupType.Differential, "type");
        place.RequireRange(sourceKind, (long)SourceKind.DirectoryTree, (long)SourceKind.Database, "source_kind");
        place.RequireAtMost(nameSize, BackupSectionLayout.NameSize, "name_size");
        return new BackupSection
        {
            TextChecksum = BinaryPrimitives.ReadUInt32LittleEndian(header[BackupSectionLayout.TextChecksumOffset..]),
            Type = (BackupType)type,
            SourceKind = (SourceKind)sourceKind,
            Manifest = new ManifestNumber(BinaryPrimitives.ReadUInt64LittleEndian(header[BackupSectionLayout.ManifestOffset..])),
            BackupId = BackupId.Read(header[BackupSectionLayout.BackupIdOffset..]),
            ParentId = BackupId.Read(header[BackupSectionLayout.ParentIdOffset..]),
            Started = BinaryPrimitives.ReadInt64LittleEndian(header[BackupSectionLayout.StartedOffset..]),
            Finished = BinaryPrimitives.ReadInt64LittleEndian(header[BackupSectionLayout.FinishedOffset..]),
            LogicalSize = place.Signed(
                BinaryPrimitives.ReadUInt64LittleEndian(header[BackupSectionLayout.LogicalSizeOffset..]), "logical_size"),
            StoredSize = place.Signed(
                BinaryPrimitives.ReadUInt64LittleEndian(header[BackupSectionLayout.StoredSizeOffset..]), "stored_size"),
            Name = StrictText.Decode(header.Slice(BackupSectionLayout.NameOffset, nameSize), place, "name"),
        };
    }

    internal override void Write(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header[BackupSectionLayout.TextChecksumOffset..], TextChecksum);
        BinaryPrimitives.WriteUInt16LittleEndian(header[BackupSectionLayout.TypeOffset..], (ushort)Type);
        BinaryPrimitives.WriteUInt16LittleEndian(header[BackupSectionLayout.SourceKindOffset..], (ushort)SourceKind);
        BinaryPrimitives.WriteUInt64LittleEndian(header[BackupSectionLayout.ManifestOffset..], Manifest.Value);
        BackupId.Write(header[BackupSectionLayout.BackupIdOffset..]);
        ParentId.Write(header[BackupSectionLayout.ParentIdOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[BackupSectionLayout.StartedOffset..], Started);
        BinaryPrimitives.WriteInt64LittleEndian(header[BackupSectionLayout.FinishedOffset..], Finished);
        BinaryPrimitives.WriteInt64LittleEndian(header[BackupSectionLayout.LogicalSizeOffset..], LogicalSize);
        BinaryPrimitives.WriteInt64LittleEndian(header[BackupSectionLayout.StoredSizeOffset..], StoredSize);
        byte[] name = StrictText.Encode(Name, Place.Encoding("file header"), "name");
        BinaryPrimitives.WriteUInt16LittleEndian(header[BackupSectionLayout.NameSizeOffset..], (ushort)name.Length);
        name.CopyTo(header[BackupSectionLayout.NameOffset..]);
    }

    internal override void Validate(FileHeader header, Place place)
    {
        place.Require(Type is >= BackupType.Full and <= BackupType.Differential, FormatError.BadValue, "type is unknown");
        place.Require(SourceKind is SourceKind.DirectoryTree or SourceKind.Database, FormatError.BadValue, "source_kind is unknown");
        place.Require(Manifest.Value is >= 1 and <= long.MaxValue, FormatError.BadValue, "manifest is outside its range");
        place.Require(BackupId.AsFileId() == header.FileId, FormatError.BadIdentity, "backup_id is not the file id");
        place.Require(ParentId.IsZero == (Type == BackupType.Full), FormatError.BadValue, "parent_id is zero, or not zero in a full");
        place.RequireRange(LogicalSize, 0, long.MaxValue, "logical_size");
        place.RequireRange(StoredSize, 0, long.MaxValue, "stored_size");
        place.Require(BackupName.IsValid(Name), FormatError.BadValue, "name is not a backup name");
    }

    internal override void RequireReserved(ReadOnlySpan<byte> header, Place place)
    {
        ushort nameSize = BinaryPrimitives.ReadUInt16LittleEndian(header[BackupSectionLayout.NameSizeOffset..]);
        place.RequireReserved(header[(BackupSectionLayout.NameOffset + nameSize)..BackupSectionLayout.End], "the rest of name");
    }
}
