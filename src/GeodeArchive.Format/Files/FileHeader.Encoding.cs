using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <content>Bytes to header and back.</content>
public sealed partial record FileHeader
{
    private const string StructureName = "file header";

    /// <summary>Reads and checks the header in the first 4,096 bytes of <paramref name="bytes"/>; what follows is not looked at.</summary>
    /// <param name="bytes">At least a header.</param>
    /// <param name="baseOffset">Where it is in its file: 0, or 4,096 in a backup file.</param>
    /// <exception cref="ArchiveFormatException">Not a valid header.</exception>
    public static FileHeader Decode(ReadOnlySpan<byte> bytes, long baseOffset = 0)
    {
        Place place = Place.Decoding(StructureName, baseOffset);
        place.RequireSize(bytes.Length, Size);
        ReadOnlySpan<byte> header = bytes[..Size];
        place.Require(header.StartsWith(Magic), FormatError.BadMagic, "not a file of an archive");
        place.RequireSum(header, FileHeaderLayout.HeaderChecksumOffset, "the header is damaged");
        place.RequireKnown(header, FileHeaderLayout.VersionMajorOffset, FileHeaderLayout.FeaturesIncompatibleOffset);

        FileHeader decoded = ReadFields(header, place);
        WrappedKey.RequireUnused(header, decoded.KeyWrap, place);
        decoded.Validate(place);
        RequireReserved(header, decoded.Section, place);
        return decoded;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="destination">Its first 4,096 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse, or too little room.</exception>
    public void Encode(Span<byte> destination)
    {
        Validate(Place.Encoding(StructureName));
        if (destination.Length < Size)
        {
            throw new ArgumentException("no room for a file header", nameof(destination));
        }

        Span<byte> header = destination[..Size];
        header.Clear();
        Magic.CopyTo(header);
        WriteU16(header, FileHeaderLayout.VersionMajorOffset, VersionMajorWritten);
        WriteU16(header, FileHeaderLayout.VersionMinorOffset, VersionMinor);
        WriteU16(header, FileHeaderLayout.KindOffset, (ushort)Kind);
        WriteU16(header, FileHeaderLayout.HeaderSizeOffset, Size);
        BinaryPrimitives.WriteUInt64LittleEndian(header[FileHeaderLayout.FeaturesCompatibleOffset..], FeaturesCompatible);
        BinaryPrimitives.WriteUInt64LittleEndian(header[FileHeaderLayout.FeaturesReadOnlyOffset..], FeaturesReadOnly);
        RepositoryId.Write(header[FileHeaderLayout.RepositoryIdOffset..]);
        FileId.Write(header[FileHeaderLayout.FileIdOffset..]);
        SessionId.Write(header[FileHeaderLayout.SessionIdOffset..]);
        BinaryPrimitives.WriteInt64LittleEndian(header[FileHeaderLayout.CreatedOffset..], Created);
        WriteU16(header, FileHeaderLayout.ChecksumOffset, (ushort)Checksum);
        WriteU16(header, FileHeaderLayout.ChunkIdentityOffset, (ushort)ChunkIdentity);
        WriteU16(header, FileHeaderLayout.EncryptionOffset, (ushort)Encryption);
        WriteU16(header, FileHeaderLayout.KeyWrapOffset, (ushort)KeyWrap);
        BinaryPrimitives.WriteUInt32LittleEndian(header[FileHeaderLayout.KeyGenerationOffset..], KeyGeneration);
        WrappedKey?.Write(header);
        Section?.Write(header);
        uint checksum = Crc32C.Compute(header[..FileHeaderLayout.HeaderChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[FileHeaderLayout.HeaderChecksumOffset..], checksum);
    }

    private static FileHeader ReadFields(ReadOnlySpan<byte> header, Place place)
    {
        ushort kind = ReadU16(header, FileHeaderLayout.KindOffset);
        ushort encryption = ReadU16(header, FileHeaderLayout.EncryptionOffset);
        KeyWrap keyWrap = (KeyWrap)ReadU16(header, FileHeaderLayout.KeyWrapOffset);
        place.RequireRange(kind, (long)ArchiveFileKind.Repository, (long)ArchiveFileKind.Export, "kind");
        place.RequireRange(ReadU16(header, FileHeaderLayout.HeaderSizeOffset), Size, Size, "header_size");
        place.RequireRange(encryption, (long)EncryptionAlgorithm.None, (long)EncryptionAlgorithm.Aes256Gcm, "encryption");
        return new FileHeader
        {
            VersionMinor = ReadU16(header, FileHeaderLayout.VersionMinorOffset),
            Kind = (ArchiveFileKind)kind,
            FeaturesCompatible = BinaryPrimitives.ReadUInt64LittleEndian(header[FileHeaderLayout.FeaturesCompatibleOffset..]),
            FeaturesReadOnly = BinaryPrimitives.ReadUInt64LittleEndian(header[FileHeaderLayout.FeaturesReadOnlyOffset..]),
            RepositoryId = RepositoryId.Read(header[FileHeaderLayout.RepositoryIdOffset..]),
            FileId = FileId.Read(header[FileHeaderLayout.FileIdOffset..]),
            SessionId = SessionId.Read(header[FileHeaderLayout.SessionIdOffset..]),
            Created = BinaryPrimitives.ReadInt64LittleEndian(header[FileHeaderLayout.CreatedOffset..]),
            Checksum = (ChecksumAlgorithm)ReadU16(header, FileHeaderLayout.ChecksumOffset),
            ChunkIdentity = (ChunkIdentity)ReadU16(header, FileHeaderLayout.ChunkIdentityOffset),
            Encryption = (EncryptionAlgorithm)encryption,
            KeyWrap = keyWrap,
            KeyGeneration = BinaryPrimitives.ReadUInt32LittleEndian(header[FileHeaderLayout.KeyGenerationOffset..]),
            WrappedKey = WrappedKey.Read(header, keyWrap),
            Section = (ArchiveFileKind)kind switch
            {
                ArchiveFileKind.Repository => RepositorySection.Read(header, place),
                ArchiveFileKind.KeySlot => KeySlotSection.Read(header, place),
                ArchiveFileKind.Segment => SegmentSection.Read(header, place),
                ArchiveFileKind.Manifest => ManifestSection.Read(header, place),
                ArchiveFileKind.Backup => BackupSection.Read(header, place),
                ArchiveFileKind.LogArchive => LogArchiveSection.Read(header),
                ArchiveFileKind.LogObject => LogObjectSection.Read(header),
                _ => null,
            },
        };
    }

    /// <summary>The checks that both encoder and decoder make, in the order of the fields.</summary>
    private void Validate(Place place)
    {
        place.Require(Kind is >= ArchiveFileKind.Repository and <= ArchiveFileKind.Export, FormatError.BadValue, "kind is unknown");
        place.Require(!RepositoryId.IsZero, FormatError.BadValue, "repository_id is zero");
        place.Require(!FileId.IsZero, FormatError.BadValue, "file_id is zero");
        place.Require(SessionId.IsZero || !IsWithoutSession, FormatError.BadValue, "session_id is not zero in a file of no session");
        place.Require(
            !SessionId.IsZero || Kind is not (ArchiveFileKind.Segment or ArchiveFileKind.Index),
            FormatError.BadValue,
            "session_id is zero");
        place.Require(Checksum is ChecksumAlgorithm.Crc32C, FormatError.BadValue, "checksum is unknown");
        place.Require(ChunkIdentity is ChunkIdentity.Sha256 or ChunkIdentity.HmacSha256, FormatError.BadValue, "chunk_identity is unknown");
        place.Require(
            Encryption is EncryptionAlgorithm.None or EncryptionAlgorithm.Aes256Gcm, FormatError.BadValue, "encryption is unknown");
        place.Require(KeyWrap is >= KeyWrap.None and <= KeyWrap.PublicKey, FormatError.BadValue, "key_wrap is unknown");
        bool encrypted = Encryption != EncryptionAlgorithm.None;
        place.Require(
            (ChunkIdentity == ChunkIdentity.HmacSha256) == encrypted, FormatError.BadValue, "chunk_identity does not suit encryption");
        place.Require((KeyWrap != KeyWrap.None) == encrypted, FormatError.BadValue, "key_wrap does not suit encryption");
        place.Require(
            !encrypted || Kind is ArchiveFileKind.Segment or ArchiveFileKind.Index or ArchiveFileKind.LogObject,
            FormatError.BadValue,
            "encryption in a file that has none");
        place.Require(KeyGeneration == 0 || KeyWrap != KeyWrap.None, FormatError.BadValue, "key_generation in a file without a key");
        place.Require(
            (WrappedKey is null) == (KeyWrap == KeyWrap.None), FormatError.BadValue, "key_wrap without a key, or a key without key_wrap");
        WrappedKey?.Validate(KeyWrap, place);
        bool hasSection = Kind is not (ArchiveFileKind.Index or ArchiveFileKind.Export);
        place.Require(
            hasSection == Section is not null && (Section is null || Section.Kind == Kind),
            FormatError.BadValue,
            "kind_section is of another kind");
        Section?.Validate(this, place);
    }

    private bool IsWithoutSession => Kind
        is ArchiveFileKind.Repository
        or ArchiveFileKind.KeySlot
        or ArchiveFileKind.Backup
        or ArchiveFileKind.LogArchive
        or ArchiveFileKind.LogObject
        or ArchiveFileKind.Export;

    private static void RequireReserved(ReadOnlySpan<byte> header, FileKindSection? section, Place place)
    {
        place.RequireReserved(header.Slice(FileHeaderLayout.Reserved1Offset, FileHeaderLayout.Reserved1Size), "reserved");
        place.RequireReserved(header.Slice(FileHeaderLayout.Reserved2Offset, FileHeaderLayout.Reserved2Size), "reserved");
        section?.RequireReserved(header, place);
        int sectionEnd = section?.End ?? FileHeaderLayout.KindSectionOffset;
        place.RequireReserved(header[sectionEnd..FileHeaderLayout.HeaderChecksumOffset], "reserved");
    }

    private static ushort ReadU16(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(header[offset..]);

    private static void WriteU16(Span<byte> header, int offset, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(header[offset..], value);
}
