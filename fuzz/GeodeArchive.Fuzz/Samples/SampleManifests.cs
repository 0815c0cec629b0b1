using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Repository.Blocks;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>Manifests whose blocks are not compressed, so that a change of a byte is a change of a record; one of several blocks.</summary>
internal static class SampleManifests
{
    /// <summary>The manifests.</summary>
    public static IReadOnlyList<byte[]> Uncompressed { get; } =
    [
        Make(new ManifestNumber(2), SampleRecords.Change, int.MaxValue),
        Make(new ManifestNumber(256), SampleRecords.Snapshot, int.MaxValue),
        Make(new ManifestNumber(3), SampleRecords.Change, 100),
    ];

    private static byte[] Make(ManifestNumber number, byte[] records, int blockSize)
    {
        var kind = number.IsSnapshot ? ManifestKind.Snapshot : ManifestKind.Change;
        var header = FileHeader.ForManifest(
            new RepositoryId(new Id128(1, 1)),
            new FileId(new Id128(2, 2)),
            new SessionId(new Id128(3, 3)),
            created: 4,
            new ManifestSection(number, Hash256.OfContent("before"u8)));
        var output = new FormatWriter();
        header.Encode(output.Append(FileHeader.Size));
        using var compressor = Compressors.Create(CompressionSettings.For(CompressionAlgorithm.None));
        using var encoder = new BlockEncoder(compressor);
        uint blockCount = 0;
        for (var at = 0; at < records.Length; at += blockSize == int.MaxValue ? records.Length : blockSize)
        {
            encoder.Encode(BlockType.Records, records.AsSpan(at, Math.Min(blockSize, records.Length - at)));
            output.WriteBytes(encoder.Finish(header.FileId, blockCount, output.Length));
            blockCount++;
        }

        new Trailer
        {
            Kind = ArchiveFileKind.Manifest,
            BlockCount = blockCount,
            FooterOffset = 0,
            FileSize = output.Length + Trailer.Size,
            FileId = header.FileId,
            RootHash = default,
            ItemCount = ManifestRecords.DecodeAll(records, kind).Count,
        }.Encode(output.Append(Trailer.Size));
        var file = output.WrittenSpan.ToArray();
        ChecksumRepair.Manifest(file);
        return file;
    }
}
