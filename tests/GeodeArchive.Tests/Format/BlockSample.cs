using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>A block header with its stored payload, not compressed for real: the compressed bytes are any bytes.</summary>
internal sealed record BlockSample(BlockHeader Header, int PlainSize, byte[] Compressed)
{
    public static Gen<BlockSample> Plain { get; } = Blocks(EncryptionAlgorithm.None);

    /// <summary>As after decryption: the tag in the header is not checked again.</summary>
    public static Gen<BlockSample> Decrypted { get; } = Blocks(EncryptionAlgorithm.Aes256Gcm);

    public static BlockSample Decode(byte[] bytes)
    {
        BlockHeader header = BlockHeader.Decode(bytes, 4096);
        BlockPayload payload = BlockPayload.Decode(bytes.AsSpan(BlockHeader.Size), header);
        return new BlockSample(header, payload.PlainSize, payload.Compressed.ToArray());
    }

    public static void FixChecksums(byte[] bytes)
    {
        if (bytes.Length >= BlockHeader.Size)
        {
            BlockPayload.SumPlain(bytes.AsSpan(BlockHeader.Size)).Write(bytes.AsSpan(BlockHeaderLayout.PayloadSumOffset));
            StructureCases.FixBlockHeader(bytes);
        }
    }

    public byte[] Encode()
    {
        byte[] bytes = new byte[BlockHeader.Size + BlockPayload.StoredSizeFor(Compressed.Length, Header.Encryption)];
        Span<byte> stored = bytes.AsSpan(BlockHeader.Size);
        BlockPayload.WritePrefix(stored, PlainSize, Compressed.Length, Header.Compression);
        Compressed.CopyTo(stored[BlockPayload.PrefixSize..]);
        Header.Encode(bytes);
        return bytes;
    }

    private static Gen<BlockSample> Blocks(EncryptionAlgorithm encryption) =>
        from compression in Generators.Enumeration<CompressionAlgorithm>()
        from compressed in Generators.Bytes(0, 300)
        from saved in Gen.Choose(1, 1000)
        from header in FileGenerators.BlockHeader
        select Make(header with { Compression = compression, Encryption = encryption, Offset = 4096 }, compressed, saved);

    private static BlockSample Make(BlockHeader header, byte[] compressed, int saved)
    {
        int plainSize = compressed.Length + (header.Compression == CompressionAlgorithm.None ? 0 : saved);
        header = header with { StoredSize = BlockPayload.StoredSizeFor(compressed.Length, header.Encryption) };
        BlockSample block = new(header, plainSize, compressed);
        return header.Encryption == EncryptionAlgorithm.None
            ? block with { Header = header with { PayloadSum = BlockPayload.SumPlain(block.Encode().AsSpan(BlockHeader.Size)) } }
            : block;
    }
}
