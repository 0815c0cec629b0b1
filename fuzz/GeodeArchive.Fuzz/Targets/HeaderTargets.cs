using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Simulation;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>File headers with the section of each kind, the files that hold nothing else, and trailers.</summary>
internal static class HeaderTargets
{
    private const string DecodesHeader = $"{nameof(FileHeader)}.{nameof(FileHeader.Decode)}";

    private static readonly RepositoryId Repository = new(new Id128(10, 11));
    private static readonly FileId File = new(new Id128(12, 13));
    private static readonly SessionId Session = new(new Id128(14, 15));

    public static IEnumerable<FuzzTarget> All =>
    [
        Header("repository", ArchiveFileKind.Repository, () => FirstHeaders(SampleArchives.RepositoryFiles)),
        Header("manifest", ArchiveFileKind.Manifest, () => FirstHeaders(SampleArchives.Manifests)),
        Header(
            "segment",
            ArchiveFileKind.Segment,
            () => [.. FirstHeaders(SampleArchives.Segments), Encrypted(ArchiveFileKind.Segment, KeyWrap.PublicKey)]),
        Header(
            "index",
            ArchiveFileKind.Index,
            () => [.. FirstHeaders(SampleArchives.Indexes), Encrypted(ArchiveFileKind.Index, KeyWrap.RepositoryKey)]),
        Header("backup", ArchiveFileKind.Backup, () => [.. SampleArchives.BackupFiles.Select(file => file[BackupFile.TextSize..])]),
        Header("key-slot", ArchiveFileKind.KeySlot, () => [.. SampleKeySlots.All, .. SampleArchives.KeySlots]),
        Header("log-archive", ArchiveFileKind.LogArchive, () => [SampleLogObjects.ArchiveFile]),
        Header("log-object", ArchiveFileKind.LogObject, () => FirstHeaders(SampleLogObjects.Objects)),
        RepositoryFileTarget,
        KeySlotTarget,
        BackupFileTarget,
        TrailerTarget,
    ];

    private static FuzzTarget RepositoryFileTarget => new()
    {
        Name = "repository-file",
        Covers = [$"{nameof(RepositoryFile)}.{nameof(RepositoryFile.Decode)}"],
        MakeSamples = () => SampleArchives.RepositoryFiles,
        Fields = [.. StructureFields.FileHeader, .. StructureFields.RepositorySection],
        Repair = RepairHeader,
        Run = input => RoundTrip.Check(input, Encode(RepositoryFile.Decode(input))),
    };

    private static FuzzTarget KeySlotTarget => new()
    {
        Name = "key-slot",
        Covers = [$"{nameof(KeySlotFile)}.{nameof(KeySlotFile.Decode)}"],
        MakeSamples = () => [.. SampleKeySlots.All, .. SampleArchives.KeySlots],
        Fields = [.. StructureFields.FileHeader, .. StructureFields.KeySlotSection],
        Repair = RepairHeader,
        Run = input => RoundTrip.Check(input, Encode(KeySlotFile.Decode(input))),
    };

    private static FuzzTarget BackupFileTarget => new()
    {
        Name = "backup-file",
        Covers = [$"{nameof(BackupFile)}.{nameof(BackupFile.Decode)}"],
        MakeSamples = () => SampleArchives.BackupFiles,
        Fields =
        [
            .. StructureFields.FileHeader.MovedBy(BackupFile.TextSize),
            .. StructureFields.BackupSection.MovedBy(BackupFile.TextSize),
        ],
        Repair = (input, _) =>
        {
            ChecksumRepair.BackupFile(input);
            return input;
        },
        Run = input =>
        {
            var encoded = new byte[BackupFile.Size];
            BackupFile.Decode(input).Encode(encoded);
            return RoundTrip.Check(input, encoded);
        },
    };

    private static FuzzTarget TrailerTarget => new()
    {
        Name = "trailer",
        Covers = [$"{nameof(Trailer)}.{nameof(Trailer.Decode)}"],
        MakeSamples = () =>
        [
            .. SampleArchives.Manifests.Concat(SampleArchives.Segments).Concat(SampleArchives.Indexes).Concat(SampleLogObjects.Objects)
                .Select(WithPlace),
        ],
        Fields = StructureFields.Trailer.MovedBy(sizeof(long)),
        Repair = (input, _) =>
        {
            ChecksumRepair.Trailer(input.AsSpan(Math.Min(input.Length, sizeof(long))));
            return input;
        },
        Run = input =>
        {
            // Where the trailer is comes first: the file's length in it must agree.
            var reader = new FormatReader(input, "input");
            var place = reader.ReadI64();
            var decoded = Trailer.Decode(input.AsSpan(sizeof(long)), place);
            var encoded = new byte[Trailer.Size];
            decoded.Encode(encoded);
            return RoundTrip.Check(input.AsSpan(sizeof(long)), encoded);
        },
    };

    private static FuzzTarget Header(string name, ArchiveFileKind kind, Func<IReadOnlyList<byte[]>> makeSamples) => new()
    {
        Name = $"file-header-{name}",
        Covers = [DecodesHeader],
        MakeSamples = makeSamples,
        Fields = [.. StructureFields.FileHeader, .. StructureFields.SectionOf(kind)],
        Repair = RepairHeader,
        Run = input =>
        {
            var header = FileHeader.Decode(input);
            header.ExpectKind(kind);
            return RoundTrip.Check(input.AsSpan(0, FileHeader.Size), Encode(header));
        },
    };

    private static byte[] RepairHeader(byte[] input, SeededRandom random)
    {
        ChecksumRepair.FileHeader(input);
        return input;
    }

    private static List<byte[]> FirstHeaders(IEnumerable<byte[]> files) => [.. files.Select(file => file[..FileHeader.Size])];

    private static byte[] WithPlace(byte[] file)
    {
        var writer = new FormatWriter();
        writer.WriteI64(file.Length - Trailer.Size);
        writer.WriteBytes(file.AsSpan(file.Length - Trailer.Size));
        return writer.WrittenSpan.ToArray();
    }

    private static FileHeader Plain(ArchiveFileKind kind) => new()
    {
        Kind = kind,
        RepositoryId = Repository,
        FileId = File,
        SessionId = Session,
        Created = 1_769_306_400_000_000_000,
        FeaturesCompatible = 1UL << 63,
        FeaturesReadOnly = 5,
        Section = kind == ArchiveFileKind.Segment ? new SegmentSection(SegmentKind.Metadata) : null,
    };

    private static byte[] Encrypted(ArchiveFileKind kind, KeyWrap wrap)
    {
        byte[] point = new byte[65];
        point.AsSpan().Fill(7);
        point[0] = 4;
        return Encode(Plain(kind) with
        {
            ChunkIdentity = ChunkIdentity.HmacSha256,
            Encryption = EncryptionAlgorithm.Aes256Gcm,
            KeyWrap = wrap,
            KeyGeneration = 2,
            WrappedKey = new WrappedKey(new byte[12], point.AsSpan(0, 32), new byte[16], wrap == KeyWrap.PublicKey ? point : []),
        });
    }

    private static byte[] Encode(FileHeader header)
    {
        var bytes = new byte[FileHeader.Size];
        header.Encode(bytes);
        return bytes;
    }
}
