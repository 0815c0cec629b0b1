using System.Buffers.Binary;
using GeodeArchive.Format;
using H = GeodeArchive.Format.FileHeaderLayout;
using R = GeodeArchive.Format.RepositorySectionLayout;

namespace GeodeArchive.Tests.Format;

/// <summary>Every check of file headers, backup files and trailers: one field is wrong, its checksum right.</summary>
public sealed class HeaderFailureTests
{
    private const long TrailerOffset = 8192 - Trailer.Size;

    private static readonly FileHeader ManifestHeader = FileHeader.ForManifest(
        Samples.Repository,
        Samples.Manifest,
        Samples.Session,
        Samples.Time,
        new ManifestSection(new ManifestNumber(5), Hash256.OfContent("x"u8)));

    private static readonly Trailer SegmentTrailer = new()
    {
        Kind = ArchiveFileKind.Segment,
        BlockCount = 2,
        FooterOffset = 6000,
        FileSize = 8192,
        FileId = Samples.DataSegment.AsFileId(),
        RootHash = Hash256.OfContent("x"u8),
        ItemCount = 3,
    };

    private static readonly IReadOnlyList<FailureCase> Cases = [
        .. Headers(), .. Sections(), .. BackupFiles(), .. Trailers(), .. Expectations()
    ];

    public static TheoryData<string> Names => [.. Cases.Select(failure => failure.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_is_called_by_its_name(string name) => Cases.Single(failure => failure.Name == name).Check();

    [Fact]
    public void The_samples_are_valid()
    {
        FileHeader[] headers =
        [
            Samples.RepositoryHeader,
            Samples.SegmentHeader,
            Samples.EncryptedHeader,
            Samples.IndexHeader,
            ManifestHeader,
            Samples.BackupFile.Header,
        ];
        foreach (FileHeader header in headers)
        {
            Assert.Equal(header, FileHeader.Decode(StructureCases.EncodeHeader(header)));
        }

        Assert.Equal(SegmentTrailer, Trailer.Decode(StructureCases.EncodeTrailer(SegmentTrailer), TrailerOffset));
    }

    private static IEnumerable<FailureCase> Headers()
    {
        FileHeader segment = Samples.SegmentHeader;
        FileHeader encrypted = Samples.EncryptedHeader;
        FileHeader repositoryKey = encrypted with
        {
            KeyWrap = KeyWrap.RepositoryKey,
            WrappedKey = new WrappedKey(new byte[12], new byte[32], new byte[16], []),
        };
        yield return Raw("header: short", FormatError.Truncated, StructureCases.EncodeHeader(segment)[..^1]);
        yield return Header("header: magic", FormatError.BadMagic, segment, H.MagicOffset + 7, 0x0D);
        yield return Raw("header: checksum", FormatError.BadChecksum, Flipped(segment, H.HeaderChecksumOffset));
        yield return Header("header: major version", FormatError.BadVersion, segment, H.VersionMajorOffset, 1);
        yield return Header("header: incompatible feature", FormatError.BadFeature, segment, H.FeaturesIncompatibleOffset, 1);
        yield return Header("header: kind 0", FormatError.BadValue, segment, H.KindOffset, 0);
        yield return Header("header: kind 9", FormatError.BadValue, segment, H.KindOffset, 9);
        yield return Header("header: size", FormatError.BadValue, segment, H.HeaderSizeOffset, 1);
        yield return Header("header: repository id", FormatError.BadValue, segment, H.RepositoryIdOffset, new byte[16]);
        yield return Header("header: file id", FormatError.BadValue, segment, H.FileIdOffset, new byte[16]);
        yield return Header("header: session of a repository", FormatError.BadValue, Samples.RepositoryHeader, H.SessionIdOffset, 1);
        yield return Header("header: session of a backup", FormatError.BadValue, Samples.BackupFile.Header, H.SessionIdOffset, 1);
        yield return Header("header: no session of a segment", FormatError.BadValue, segment, H.SessionIdOffset, new byte[16]);
        yield return Header("header: no session of an index", FormatError.BadValue, Samples.IndexHeader, H.SessionIdOffset, new byte[16]);
        yield return Header("header: checksum algorithm", FormatError.BadValue, segment, H.ChecksumOffset, 0);
        yield return Header("header: chunk identity 0", FormatError.BadValue, segment, H.ChunkIdentityOffset, 0);
        yield return Header("header: chunk identity of before there were leaves", FormatError.BadValue, segment, H.ChunkIdentityOffset, 1);
        yield return Header("header: chunk identity of a plain file", FormatError.BadValue, segment, H.ChunkIdentityOffset, 4);
        yield return Header("header: chunk identity of an encrypted file", FormatError.BadValue, encrypted, H.ChunkIdentityOffset, 3);
        yield return Header("header: encryption 0", FormatError.BadValue, segment, H.EncryptionOffset, 0);
        yield return Header("header: encryption 3", FormatError.BadValue, encrypted, H.EncryptionOffset, 3);
        yield return Header("header: key wrap 0", FormatError.BadValue, segment, H.KeyWrapOffset, 0);
        yield return Header("header: key wrap 4", FormatError.BadValue, encrypted, H.KeyWrapOffset, 4);
        yield return Header("header: key wrap of a plain file", FormatError.BadValue, segment, H.KeyWrapOffset, 2);
        yield return Header("header: generation without a key", FormatError.BadValue, segment, H.KeyGenerationOffset, 1);
        yield return Header("header: nonce without a key", FormatError.BadValue, segment, H.WrapNonceOffset, 1);
        yield return Header("header: tag without a key", FormatError.BadValue, segment, H.WrapTagOffset + 15, 1);
        yield return Header("header: public key without a key", FormatError.BadValue, segment, H.EphemeralPublicKeyOffset, 4);
        yield return Header("header: public key with a repository key", FormatError.BadValue, repositoryKey, H.EphemeralPublicKeyOffset, 4);
        yield return Header("header: compressed point", FormatError.BadValue, encrypted, H.EphemeralPublicKeyOffset, 2);
        yield return Header("header: encrypted manifest", FormatError.BadValue, ManifestHeader, H.ChunkIdentityOffset, [4, 0, 2, 0, 2, 0]);
        yield return Header("header: first reserved", FormatError.ReservedNotZero, segment, H.Reserved1Offset, 1);
        yield return Header("header: second reserved", FormatError.ReservedNotZero, segment, H.Reserved2Offset + 18, 1);
        yield return Header("header: third reserved", FormatError.ReservedNotZero, segment, H.Reserved3Offset, 1);
        yield return Header("header: last reserved", FormatError.ReservedNotZero, segment, H.HeaderChecksumOffset - 1, 1);
        yield return Header("header: rest of the kind section", FormatError.ReservedNotZero, segment, SegmentSectionLayout.End, 1);
        yield return Header("header: kind section of an index", FormatError.ReservedNotZero, Samples.IndexHeader, H.KindSectionOffset, 1);
    }

    private static IEnumerable<FailureCase> Sections()
    {
        FileHeader repository = Samples.RepositoryHeader;
        FileHeader backup = Samples.BackupFile.Header;
        yield return Header("repository: chunker", FormatError.BadValue, repository, R.ChunkerOffset, 2);
        yield return Header("repository: first reserved", FormatError.ReservedNotZero, repository, R.Reserved1Offset, 1);
        yield return Header("repository: second reserved", FormatError.ReservedNotZero, repository, R.Reserved2Offset, 1);
        yield return Header("repository: chunk_size_min below 4 KiB", FormatError.BadValue, repository, R.ChunkSizeMinOffset, U32(4095));
        yield return Header(
            "repository: chunk_size_min beyond 1 MiB", FormatError.BadValue, repository, R.ChunkSizeMinOffset, U32((1 << 20) + 1));
        yield return Header(
            "repository: chunk_size_average below twice the minimum",
            FormatError.BadValue,
            repository,
            R.ChunkSizeAverageOffset,
            U32(32 << 10));
        yield return Header(
            "repository: chunk_size_average no power of two",
            FormatError.BadValue,
            repository,
            R.ChunkSizeAverageOffset,
            U32((128 << 10) + 1));
        yield return Header(
            "repository: chunk_size_max below twice the average",
            FormatError.BadValue,
            repository,
            R.ChunkSizeMaxOffset,
            U32((256 << 10) - 1));
        yield return Header(
            "repository: chunk_size_max beyond 8 MiB", FormatError.BadValue, repository, R.ChunkSizeMaxOffset, U32((8 << 20) + 1));
        yield return Header(
            "repository: chunk_size_max beyond 2 GiB", FormatError.BadValue, repository, R.ChunkSizeMaxOffset, U32(uint.MaxValue));
        yield return Header("repository: part_size 0", FormatError.BadValue, repository, R.PartSizeOffset, new byte[8]);
        yield return Header("repository: part_size no multiple", FormatError.BadValue, repository, R.PartSizeOffset, 1);
        yield return Header("repository: part_size beyond 1 GiB", FormatError.BadValue, repository, R.PartSizeOffset + 7, 1);
        yield return Header("repository: part_size beyond 2^63", FormatError.BadValue, repository, R.PartSizeOffset + 7, 0x80);
        yield return Header("repository: extent_size below 64 KiB", FormatError.BadValue, repository, R.ExtentSizeOffset, U32(32 << 10));
        yield return Header("repository: extent_size no power of two", FormatError.BadValue, repository, R.ExtentSizeOffset, U32(3 << 20));
        yield return Header(
            "segment: segment_kind 0", FormatError.BadValue, Samples.SegmentHeader, SegmentSectionLayout.SegmentKindOffset, 0);
        yield return Header(
            "segment: segment_kind 3", FormatError.BadValue, Samples.SegmentHeader, SegmentSectionLayout.SegmentKindOffset, 3);
        yield return Header("manifest: number 0", FormatError.BadValue, ManifestHeader, ManifestSectionLayout.NumberOffset, 0);
        yield return Header(
            "manifest: number beyond 2^63", FormatError.BadValue, ManifestHeader, ManifestSectionLayout.NumberOffset + 7, 0x80);
        yield return Header(
            "manifest: snapshot that is none", FormatError.BadValue, ManifestHeader, ManifestSectionLayout.ManifestKindOffset, 2);
        yield return Header(
            "manifest: change that is a snapshot", FormatError.BadValue, ManifestHeader, ManifestSectionLayout.NumberOffset, [0, 1]);
        yield return Header(
            "manifest: no previous", FormatError.BadValue, ManifestHeader, ManifestSectionLayout.PreviousRootHashOffset, new byte[32]);
        yield return Header("manifest: previous of the first", FormatError.BadValue, ManifestHeader, ManifestSectionLayout.NumberOffset, 1);
        yield return Header("manifest: reserved", FormatError.ReservedNotZero, ManifestHeader, ManifestSectionLayout.ReservedOffset + 5, 1);
        yield return Header("backup: type 4", FormatError.BadValue, backup, BackupSectionLayout.TypeOffset, 4);
        yield return Header("backup: source_kind 3", FormatError.BadValue, backup, BackupSectionLayout.SourceKindOffset, 3);
        yield return Header("backup: manifest 0", FormatError.BadValue, backup, BackupSectionLayout.ManifestOffset, 0);
        yield return Header("backup: another id", FormatError.BadIdentity, backup, BackupSectionLayout.BackupIdOffset, 1);
        yield return Header("backup: parent of a full", FormatError.BadValue, backup, BackupSectionLayout.TypeOffset, 1);
        yield return Header("backup: no parent", FormatError.BadValue, backup, BackupSectionLayout.ParentIdOffset, new byte[16]);
        yield return Header("backup: logical_size", FormatError.BadValue, backup, BackupSectionLayout.LogicalSizeOffset + 7, 0x80);
        yield return Header("backup: name_size 0", FormatError.BadValue, backup, BackupSectionLayout.NameSizeOffset, 0);
        yield return Header("backup: name_size 256", FormatError.TooLarge, backup, BackupSectionLayout.NameSizeOffset, [0, 1]);
        yield return Header("backup: name with a slash", FormatError.BadValue, backup, BackupSectionLayout.NameOffset, (byte)'/');
        yield return Header("backup: name not UTF-8", FormatError.BadValue, backup, BackupSectionLayout.NameOffset, 0xFF);
        yield return Header("backup: bytes after the name", FormatError.ReservedNotZero, backup, BackupSectionLayout.NameOffset + 254, 1);
    }

    private static IEnumerable<FailureCase> BackupFiles()
    {
        byte[] valid = StructureCases.EncodeBackupFile(Samples.BackupFile);
        yield return File("backup file: short", FormatError.Truncated, "backup file", 0, valid[..^1]);
        yield return File("backup file: long", FormatError.TrailingBytes, "backup file", 0, [.. valid, 0]);
        yield return File("backup file: header", FormatError.BadMagic, "file header", 4096, Patched(valid, 4096, 0));
        yield return File(
            "backup file: kind",
            FormatError.BadKind,
            "file header",
            4096,
            [.. valid[..4096], .. StructureCases.EncodeHeader(Samples.SegmentHeader)]);
        yield return File("backup file: text changed", FormatError.BadChecksum, "backup text", 0, Patched(valid, 25, (byte)'X'));
        yield return File("backup file: text starts otherwise", FormatError.BadValue, "backup text", 0, Fixed(valid, 0, (byte)'G'));
        yield return File("backup file: no newline at the end", FormatError.BadValue, "backup text", 0, Fixed(valid, 4095, (byte)'x'));
        yield return File("backup file: control character", FormatError.BadValue, "backup text", 0, Fixed(valid, 25, 0x1B));
        yield return File("backup file: text not UTF-8", FormatError.BadValue, "backup text", 0, Fixed(valid, 25, 0xFF));
        byte[] repository = StructureCases.EncodeHeader(Samples.RepositoryHeader);
        yield return new FailureCase(
            "repository file: long", FormatError.TrailingBytes, "repository file", 0, () => RepositoryFile.Decode([.. repository, 0]));
        yield return new FailureCase(
            "repository file: kind",
            FormatError.BadKind,
            "file header",
            0,
            () => RepositoryFile.Decode(StructureCases.EncodeHeader(Samples.SegmentHeader)));
    }

    private static IEnumerable<FailureCase> Trailers()
    {
        byte[] valid = StructureCases.EncodeTrailer(SegmentTrailer);
        yield return TrailerOf("trailer: short", FormatError.Truncated, valid[..^1]);
        yield return TrailerOf("trailer: long", FormatError.TrailingBytes, [.. valid, 0]);
        yield return TrailerOf("trailer: magic", FormatError.BadMagic, Patched(valid, 3, (byte)'O'));
        yield return TrailerOf("trailer: checksum", FormatError.BadChecksum, Patched(valid, TrailerLayout.RootHashOffset, 0));
        yield return TrailerField("trailer: kind repository", FormatError.BadValue, TrailerLayout.KindOffset, 1);
        yield return TrailerField("trailer: kind backup", FormatError.BadValue, TrailerLayout.KindOffset, 6);
        yield return TrailerField("trailer: first reserved", FormatError.ReservedNotZero, TrailerLayout.Reserved1Offset, 1);
        yield return TrailerField("trailer: no blocks", FormatError.BadValue, TrailerLayout.BlockCountOffset, 0);
        yield return TrailerField("trailer: no footer", FormatError.BadReference, TrailerLayout.FooterOffsetOffset, 0, 0);
        yield return TrailerField(
            "trailer: footer in the trailer", FormatError.BadReference, TrailerLayout.FooterOffsetOffset, U32((int)TrailerOffset - 71));
        yield return TrailerField("trailer: footer of a manifest", FormatError.BadValue, TrailerLayout.KindOffset, 3);
        yield return TrailerField("trailer: longer file", FormatError.Truncated, TrailerLayout.FileSizeOffset, 1);
        yield return TrailerField("trailer: shorter file", FormatError.TrailingBytes, TrailerLayout.FileSizeOffset, U32(8191));
        yield return TrailerField("trailer: file beyond 1 GiB", FormatError.TooLarge, TrailerLayout.FileSizeOffset + 4, 1);
        yield return TrailerField("trailer: file beyond 2^63", FormatError.BadValue, TrailerLayout.FileSizeOffset + 7, 0x80);
        byte[] smallest = StructureCases.EncodeTrailer(
            SegmentTrailer with { Kind = ArchiveFileKind.Manifest, FooterOffset = 0, FileSize = 4296 });
        Assert.Equal(4296, Trailer.Decode(smallest, 4296 - Trailer.Size).FileSize);
        byte[] smaller = Patched(smallest, TrailerLayout.FileSizeOffset, U32(4295));
        StructureCases.FixTrailer(smaller);
        yield return new FailureCase(
            "trailer: file without room for a block",
            FormatError.BadValue,
            "trailer",
            4295 - Trailer.Size,
            () => Trailer.Decode(smaller, 4295 - Trailer.Size));
        yield return TrailerField("trailer: file id", FormatError.BadValue, TrailerLayout.FileIdOffset, new byte[16]);
        yield return TrailerField("trailer: no items", FormatError.BadValue, TrailerLayout.ItemCountOffset, 0);
        yield return TrailerField("trailer: last reserved", FormatError.ReservedNotZero, TrailerLayout.Reserved2Offset, 1);
    }

    private static IEnumerable<FailureCase> Expectations()
    {
        FileHeader segment = Samples.SegmentHeader;
        yield return new FailureCase(
            "expected kind", FormatError.BadKind, "file header", 7, () => segment.ExpectKind(ArchiveFileKind.Index, 7));
        yield return new FailureCase(
            "expected repository",
            FormatError.BadIdentity,
            "file header",
            0,
            () => segment.ExpectRepository(new RepositoryId(Samples.Id(9))));
        yield return new FailureCase(
            "expected file", FormatError.BadIdentity, "file header", 0, () => segment.ExpectFile(new FileId(Samples.Id(9))));
        yield return new FailureCase(
            "trailer of another kind",
            FormatError.BadKind,
            "trailer",
            TrailerOffset,
            () => (SegmentTrailer with { Kind = ArchiveFileKind.Index }).ExpectHeader(segment));
        yield return new FailureCase(
            "trailer of another file",
            FormatError.BadIdentity,
            "trailer",
            TrailerOffset,
            () => (SegmentTrailer with { FileId = Samples.Manifest }).ExpectHeader(segment));
        yield return new FailureCase(
            "mac of a plain file",
            FormatError.BadValue,
            "trailer",
            TrailerOffset,
            () => (SegmentTrailer with { Mac = SegmentTrailer.RootHash }).ExpectHeader(segment));
        yield return new FailureCase(
            "expected block count", FormatError.BadReference, "trailer", TrailerOffset, () => SegmentTrailer.ExpectCounts(3, 3));
        yield return new FailureCase(
            "expected item count", FormatError.BadReference, "trailer", TrailerOffset, () => SegmentTrailer.ExpectCounts(2, 4));
        yield return new FailureCase(
            "expected root hash",
            FormatError.BadChecksum,
            "trailer",
            TrailerOffset,
            () => SegmentTrailer.ExpectRootHash(Hash256.OfContent("y"u8)));
        BlockHeader footer = new()
        {
            Type = BlockType.Footer,
            Compression = CompressionAlgorithm.None,
            Encryption = EncryptionAlgorithm.None,
            StoredSize = 2000,
            Sequence = 1,
            Offset = 6000,
            PayloadSum = default,
            FileId = Samples.DataSegment.AsFileId(),
        };
        SegmentTrailer.ExpectFooter(footer);
        yield return new FailureCase(
            "footer that ends before the trailer",
            FormatError.BadReference,
            "trailer",
            TrailerOffset,
            () => SegmentTrailer.ExpectFooter(footer with { StoredSize = 1999 }));
        yield return new FailureCase(
            "footer of another type",
            FormatError.BadKind,
            "block header",
            6000,
            () => SegmentTrailer.ExpectFooter(footer with { Type = BlockType.Data }));
    }

    private static FailureCase Header(string name, FormatError error, FileHeader header, int offset, params byte[] patch)
    {
        byte[] bytes = Patched(StructureCases.EncodeHeader(header), offset, patch);
        StructureCases.FixHeader(bytes);
        return Raw(name, error, bytes);
    }

    private static FailureCase Raw(string name, FormatError error, byte[] bytes) =>
        new(name, error, "file header", 77, () => FileHeader.Decode(bytes, 77));

    private static FailureCase File(string name, FormatError error, string structure, long offset, byte[] bytes) =>
        new(name, error, structure, offset, () => BackupFile.Decode(bytes));

    private static FailureCase TrailerField(string name, FormatError error, int offset, params byte[] patch)
    {
        byte[] bytes = Patched(StructureCases.EncodeTrailer(SegmentTrailer), offset, patch);
        StructureCases.FixTrailer(bytes);
        return TrailerOf(name, error, bytes);
    }

    private static FailureCase TrailerOf(string name, FormatError error, byte[] bytes) =>
        new(name, error, "trailer", TrailerOffset, () => Trailer.Decode(bytes, TrailerOffset));

    private static byte[] Patched(byte[] bytes, int offset, params byte[] patch)
    {
        byte[] patched = [.. bytes];
        patch.CopyTo(patched, offset);
        return patched;
    }

    private static byte[] Fixed(byte[] file, int offset, byte value)
    {
        byte[] patched = Patched(file, offset, value);
        StructureCases.FixBackupFile(patched);
        return patched;
    }

    private static byte[] Flipped(FileHeader header, int offset)
    {
        byte[] bytes = StructureCases.EncodeHeader(header);
        bytes[offset] ^= 1;
        return bytes;
    }

    private static byte[] U32(long value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }
}
