using System.Buffers.Binary;
using System.Collections.Immutable;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Every structure of the format.</summary>
internal static class StructureCases
{
    private static readonly FileId PageFile = new(new Id128(0x1122334455667788, 0x99));

    public static IReadOnlyList<StructureCase> All { get; } =
    [
        StructureCase.Of("file header", FileGenerators.Header, EncodeHeader, bytes => FileHeader.Decode(bytes), FixHeader),
        StructureCase.Of(
            "repository file", FileGenerators.RepositoryHeader, EncodeHeader, bytes => RepositoryFile.Decode(bytes), FixHeader),
        StructureCase.Of("key slot", FileGenerators.KeySlotHeader, EncodeHeader, bytes => KeySlotFile.Decode(bytes), FixHeader),
        StructureCase.Of("backup file", FileGenerators.BackupFile, EncodeBackupFile, DecodeBackupFile, FixBackupFile),
        StructureCase.Of("trailer", FileGenerators.Trailer, EncodeTrailer, DecodeTrailer, FixTrailer),
        StructureCase.Of(
            "block header", FileGenerators.BlockHeader, EncodeBlockHeader, bytes => BlockHeader.Decode(bytes, 0), FixBlockHeader),
        StructureCase.Of("plain block", BlockSample.Plain, block => block.Encode(), BlockSample.Decode, BlockSample.FixChecksums),
        StructureCase.Of("decrypted block", BlockSample.Decrypted, block => block.Encode(), BlockSample.Decode),
        StructureCase.Of("chunk directory", DirectorySample.Values, sample => sample.Encode(), DirectorySample.Decode),
        StructureCase.Of(
            "segment footer",
            FileGenerators.SegmentFooter,
            Encoder<SegmentFooter>((value, writer) => value.Encode(writer)),
            bytes => SegmentFooter.Decode(bytes, -1)),
        StructureCase.Of("index page", FileGenerators.IndexEntries, EncodePage, DecodePage, FixPage),
        StructureCase.Of(
            "index footer",
            FileGenerators.IndexFooter,
            Encoder<IndexFooter>((value, writer) => value.Encode(writer)),
            bytes => IndexFooter.Decode(bytes, -1)),

        // Records may end after any of them: the trailer has their number.
        StructureCase.Of("records of a change", RecordGenerators.Change, EncodeRecords, bytes => DecodeRecords(bytes, ManifestKind.Change))
            with { IsSelfDelimiting = false },
        StructureCase.Of(
            "records of a snapshot", RecordGenerators.Snapshot, EncodeRecords, bytes => DecodeRecords(bytes, ManifestKind.Snapshot))
            with { IsSelfDelimiting = false },
        StructureCase.Of(
            "backup root",
            TreeGenerators.BackupRoot,
            Encoder<BackupRoot>((value, writer) => value.Encode(writer)),
            bytes => BackupRoot.Decode(bytes)),
        StructureCase.Of(
            "directory leaf",
            TreeGenerators.DirectoryLeaf,
            Encoder<DirectoryLeaf>((value, writer) => value.Encode(writer)),
            bytes => DirectoryLeaf.Decode(bytes)),
        StructureCase.Of(
            "directory inner node",
            TreeGenerators.DirectoryInner,
            Encoder<DirectoryInner>((value, writer) => value.Encode(writer)),
            bytes => DirectoryInner.Decode(bytes)),
        StructureCase.Of(
            "extent leaf",
            TreeGenerators.ExtentLeaf,
            Encoder<ExtentLeaf>((value, writer) => value.Encode(writer)),
            bytes => ExtentLeaf.Decode(bytes)),
        StructureCase.Of(
            "node",
            GraphGenerators.Node,
            Encoder<NodeRecord>((value, writer) => value.Encode(writer)),
            bytes => NodeRecord.Decode(bytes)),
        StructureCase.Of(
            "relationship",
            GraphGenerators.Relationship,
            Encoder<RelationshipRecord>((value, writer) => value.Encode(writer)),
            bytes => RelationshipRecord.Decode(bytes)),
        StructureCase.Of(
            "graph counters",
            GraphGenerators.Counters,
            Encoder<GraphCounters>((value, writer) => value.Encode(writer)),
            bytes => GraphCounters.Decode(bytes)),
        StructureCase.Of(
            "extent inner node",
            TreeGenerators.ExtentInner,
            Encoder<ExtentInner>((value, writer) => value.Encode(writer)),
            bytes => ExtentInner.Decode(bytes)),
        StructureCase.Of("access record", FileGenerators.Access, record => record.Encode(), bytes => AccessRecord.Decode(bytes), FixAccess),
        StructureCase.Of(
            "export directory", FileGenerators.ExportDirectory, Encoder<ExportDirectory>((value, writer) => value.Encode(writer)), DecodeExport),
        .. LogCases.All,
        .. StoreStructures.All,
        .. DatabaseStructures.All,
    ];

    public static StructureCase Named(string name) => All.Single(structure => structure.Name == name);

    /// <summary>A directory alone does not say where the objects end that it names: whoever reads a file knows.</summary>
    private static ExportDirectory DecodeExport(byte[] bytes)
    {
        FormatReader reader = new(bytes, "export directory");
        long end = FileHeader.Size;
        for (long count = reader.ReadRange("object_count", 0, 1000); count > 0; count--)
        {
            reader.ReadText(ExportDirectory.KeySizeMax, 0, "key");
            end += Math.Min(reader.ReadCount("size"), Limits.ExportFileSizeMax);
            reader.ReadHash();
        }

        return ExportDirectory.Decode(bytes, end);
    }

    private static void FixAccess(byte[] bytes) => GeodeArchive.Fuzz.Targets.ExportTargets.RepairAccess(bytes);

    public static byte[] EncodeHeader(FileHeader header)
    {
        byte[] bytes = new byte[FileHeader.Size];
        header.Encode(bytes);
        return bytes;
    }

    public static void FixHeader(byte[] bytes) =>
        Fix(bytes, 0, FileHeaderLayout.HeaderChecksumOffset, FileHeaderLayout.HeaderChecksumOffset);

    public static byte[] EncodeBackupFile(BackupFile file)
    {
        byte[] bytes = new byte[BackupFile.Size];
        file.Encode(bytes);
        return bytes;
    }

    public static void FixBackupFile(byte[] bytes)
    {
        if (bytes.Length == BackupFile.Size)
        {
            uint text = Crc32C.Compute(bytes.AsSpan(0, BackupFile.TextSize));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(BackupFile.TextSize + BackupSectionLayout.TextChecksumOffset), text);
            FixHeader(bytes, BackupFile.TextSize);
        }
    }

    public static byte[] EncodeTrailer(Trailer trailer)
    {
        byte[] bytes = new byte[Trailer.Size];
        trailer.Encode(bytes);
        return bytes;
    }

    public static void FixTrailer(byte[] bytes) => Fix(bytes, 0, TrailerLayout.TrailerChecksumOffset, TrailerLayout.TrailerChecksumOffset);

    public static byte[] EncodeBlockHeader(BlockHeader header)
    {
        byte[] bytes = new byte[BlockHeader.Size];
        header.Encode(bytes);
        return bytes;
    }

    public static void FixBlockHeader(byte[] bytes) =>
        Fix(bytes, BlockHeaderLayout.TypeOffset, BlockHeader.Size, BlockHeaderLayout.HeaderChecksumOffset);

    public static byte[] EncodePage(ImmutableArray<IndexEntry> entries)
    {
        byte[] bytes = new byte[IndexPage.Size];
        IndexPage.Encode(bytes, 7, PageFile, entries.AsSpan());
        return bytes;
    }

    public static ImmutableArray<IndexEntry> DecodePage(byte[] bytes)
    {
        IndexPage page = IndexPage.Decode(bytes, 7, PageFile);
        ImmutableArray<IndexEntry>.Builder entries = ImmutableArray.CreateBuilder<IndexEntry>(page.Count);
        for (int i = 0; i < page.Count; i++)
        {
            entries.Add(page[i]);
        }

        return entries.MoveToImmutable();
    }

    public static void FixPage(byte[] bytes)
    {
        if (bytes.Length == IndexPage.Size)
        {
            BlockPayload.SumPlain(bytes.AsSpan(IndexPage.SumSize)).Write(bytes);
        }
    }

    public static byte[] EncodeRecords(ImmutableArray<ManifestRecord> records)
    {
        FormatWriter writer = new();
        foreach (ManifestRecord record in records)
        {
            ManifestRecords.Encode(writer, record);
        }

        return writer.WrittenSpan.ToArray();
    }

    private static ImmutableArray<ManifestRecord> DecodeRecords(byte[] bytes, ManifestKind kind) =>
        [.. ManifestRecords.DecodeAll(bytes, kind)];

    /// <summary>The checksum in the section is what an encoder makes, not a part of the value.</summary>
    private static BackupFile DecodeBackupFile(byte[] bytes)
    {
        BackupFile file = BackupFile.Decode(bytes);
        return file with { Header = file.Header with { Section = file.Section with { TextChecksum = 0 } } };
    }

    private static Trailer DecodeTrailer(byte[] bytes) => Trailer.Decode(bytes, FileGenerators.TrailerFileSize - Trailer.Size);

    private static Func<T, byte[]> Encoder<T>(Action<T, FormatWriter> encode) => value =>
    {
        FormatWriter writer = new();
        encode(value, writer);
        return writer.WrittenSpan.ToArray();
    };

    private static void FixHeader(byte[] bytes, int start)
    {
        Span<byte> header = bytes.AsSpan(start);
        BinaryPrimitives.WriteUInt32LittleEndian(
            header[FileHeaderLayout.HeaderChecksumOffset..], Crc32C.Compute(header[..FileHeaderLayout.HeaderChecksumOffset]));
    }

    private static void Fix(byte[] bytes, int from, int to, int checksumOffset)
    {
        if (bytes.Length >= Math.Max(to, checksumOffset + 4))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(checksumOffset), Crc32C.Compute(bytes.AsSpan(from, to - from)));
        }
    }
}
