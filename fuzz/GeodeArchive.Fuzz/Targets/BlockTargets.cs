using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Samples;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Simulation;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>Block headers, payloads, whole blocks of every compression, and what is in blocks of chunks.</summary>
internal static class BlockTargets
{
    public static IEnumerable<FuzzTarget> All => [Header, Payload, DecryptedPayload, Whole, Directory];

    private static FuzzTarget Header => new()
    {
        Name = "block-header",
        Covers = [$"{nameof(BlockHeader)}.{nameof(BlockHeader.Decode)}"],
        MakeSamples = () => [.. Blocks.Select(block => block[..BlockHeader.Size])],
        Fields = StructureFields.BlockHeader,
        Repair = (input, _) =>
        {
            ChecksumRepair.BlockHeader(input);
            return input;
        },
        Run = input =>
        {
            var encoded = new byte[BlockHeader.Size];
            var decoded = BlockHeader.Decode(input, FileHeader.Size);
            RoundTrip.Demand(BlockHeader.HasRightSum(input), "a header was decoded whose sum is not right");
            decoded.Encode(encoded);
            return RoundTrip.Check(input.AsSpan(0, BlockHeader.Size), encoded);
        },
    };

    private static FuzzTarget Payload => new()
    {
        Name = "block-payload",
        Covers = [$"{nameof(BlockPayload)}.{nameof(BlockPayload.Decode)}"],
        MakeSamples = () => Blocks,
        Fields = [.. StructureFields.BlockHeader, .. StructureFields.BlockPayload.MovedBy(BlockHeader.Size)],
        Repair = RepairBlock,
        Run = input => RunPayload(input, EncryptionAlgorithm.None),
    };

    private static FuzzTarget DecryptedPayload => new()
    {
        Name = "block-payload-decrypted",
        Covers = [$"{nameof(BlockPayload)}.{nameof(BlockPayload.Decode)}"],
        MakeSamples = () => [.. Blocks.Select(Padded)],
        Fields = [.. StructureFields.BlockHeader, .. StructureFields.BlockPayload.MovedBy(BlockHeader.Size)],
        Repair = RepairBlock,
        Run = input => RunPayload(input, EncryptionAlgorithm.Aes256Gcm),
    };

    private static FuzzTarget Whole => new()
    {
        Name = "block-decoder",
        Covers = [$"{nameof(BlockHeader)}.{nameof(BlockHeader.Decode)}", $"{nameof(BlockPayload)}.{nameof(BlockPayload.Decode)}"],
        MakeSamples = () => Blocks,
        Fields = [.. StructureFields.BlockHeader, .. StructureFields.BlockPayload.MovedBy(BlockHeader.Size)],
        Repair = RepairBlock,
        Run = input =>
        {
            using var decoder = new BlockDecoder();
            var header = BlockHeader.Decode(input, FileHeader.Size);
            var block = decoder.Decode(input, FileHeader.Size, header.FileId, header.Sequence, header.Type);
            return RoundTrip.Check(block.Plain, PlainAgain(block));
        },
    };

    private static FuzzTarget Directory => new()
    {
        Name = "chunk-directory",
        Covers = [$"{nameof(ChunkDirectory)}.{nameof(ChunkDirectory.Decode)}"],
        MakeSamples = () => [.. Blocks.Where(IsOfChunks).Select(PlainOf)],
        Run = input =>
        {
            var directory = ChunkDirectory.Decode(input, FileHeader.Size);
            var entries = new List<ChunkDirectoryEntry>();
            var end = ChunkDirectory.SizeFor(directory.Count);
            foreach (var chunk in directory)
            {
                RoundTrip.Demand(chunk.Offset == end, "a chunk does not start where the one before it ends");
                end += chunk.Length;
                entries.Add(new ChunkDirectoryEntry(chunk.Id, chunk.Length));
            }

            RoundTrip.Demand(end == input.Length, "the chunks do not fill the payload");
            var encoded = (byte[])input.Clone();
            ChunkDirectory.Write(encoded, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(entries));
            return RoundTrip.Check(input, encoded);
        },
    };

    /// <summary>The first block of each segment and manifest.</summary>
    private static List<byte[]> Blocks =>
        [.. SampleArchives.Segments.Concat(SampleArchives.Manifests).Select(file => BlockAt(file, FileHeader.Size))];

    /// <summary>The block at an offset of a file.</summary>
    internal static byte[] BlockAt(byte[] file, int offset) => file[offset..(int)BlockHeader.Decode(file.AsSpan(offset), offset).End];

    /// <summary>The payload of a block.</summary>
    internal static byte[] PlainOf(byte[] block)
    {
        using var decoder = new BlockDecoder();
        var header = BlockHeader.Decode(block, FileHeader.Size);
        return decoder.DecodePayload(header, block.AsSpan(BlockHeader.Size)).Plain.ToArray();
    }

    private static bool IsOfChunks(byte[] block) => BlockHeader.Decode(block, FileHeader.Size).Type is BlockType.Data or BlockType.Metadata;

    private static byte[] RepairBlock(byte[] input, SeededRandom random)
    {
        ChecksumRepair.Block(input);
        return input;
    }

    private static bool RunPayload(byte[] input, EncryptionAlgorithm encryption)
    {
        var header = BlockHeader.Decode(input, FileHeader.Size) with { Encryption = encryption };
        var stored = input.AsSpan(BlockHeader.Size);
        var payload = BlockPayload.Decode(stored, header);
        var encoded = new byte[BlockPayload.StoredSizeFor(payload.Compressed.Length, encryption)];
        BlockPayload.WritePrefix(encoded, payload.PlainSize, payload.Compressed.Length, header.Compression);
        payload.Compressed.CopyTo(encoded.AsSpan(BlockPayload.PrefixSize));
        return RoundTrip.Check(stored, encoded);
    }

    /// <summary>A block whose stored payload has the padding that it would have if it were encrypted.</summary>
    private static byte[] Padded(byte[] block)
    {
        var header = BlockHeader.Decode(block, FileHeader.Size);
        var stored = new byte[Padme.PaddedSize(header.StoredSize)];
        block.AsSpan(BlockHeader.Size).CopyTo(stored);
        var padded = new byte[BlockHeader.Size + stored.Length];
        (header with { StoredSize = stored.Length, PayloadSum = BlockPayload.SumPlain(stored) }).Encode(padded);
        stored.CopyTo(padded.AsSpan(BlockHeader.Size));
        return padded;
    }

    /// <summary>Compressed data has several forms: what was decoded is compressed and decoded again.</summary>
    private static byte[] PlainAgain(DecodedBlock block)
    {
        using var compressor = Compressors.Create(CompressionSettings.For(block.Header.Compression));
        using var encoder = new BlockEncoder(compressor);
        encoder.Encode(block.Header.Type, block.Plain);
        return PlainOf(encoder.Finish(block.Header.FileId, 0, FileHeader.Size).ToArray());
    }
}
