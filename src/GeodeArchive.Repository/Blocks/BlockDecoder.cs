namespace GeodeArchive.Repository.Blocks;

using GeodeArchive.Codecs;
using GeodeArchive.Format;

/// <summary>Checks and decompresses blocks, one at a time, into a buffer of its own. Used by one worker at a time.</summary>
public sealed class BlockDecoder : IDisposable
{
    private readonly IDecompressor?[] _decompressors = new IDecompressor?[byte.MaxValue];
    private byte[] _plain = [];

    /// <summary>Decodes the block that starts at <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The block and whatever follows it.</param>
    /// <param name="offset">Where in the file the block starts.</param>
    /// <param name="fileId">The file it must belong to.</param>
    /// <param name="sequence">Its number in the file.</param>
    /// <param name="type">What it must be.</param>
    /// <exception cref="ArchiveFormatException">It is damaged, or another block.</exception>
    public DecodedBlock Decode(ReadOnlySpan<byte> bytes, long offset, FileId fileId, ulong sequence, BlockType type)
    {
        var header = DecodeHeader(bytes, offset, fileId, sequence, type);
        if (bytes.Length - BlockHeader.Size < header.StoredSize)
        {
            throw new ArchiveFormatException(FormatError.Truncated, "block", offset, $"the payload of {header.StoredSize} bytes does not fit before the end");
        }

        var stored = bytes.Slice(BlockHeader.Size, (int)header.StoredSize);
        var plainSize = BlockPayload.PlainSizeOf(stored, header, offset);
        if (_plain.Length < plainSize)
        {
            _plain = new byte[plainSize];
        }

        var plain = _plain.AsSpan(0, plainSize);
        DecodePayload(header, stored, plain, offset);
        return new DecodedBlock(header, plain);
    }

    /// <summary>Decodes and checks a header alone.</summary>
    public static BlockHeader DecodeHeader(ReadOnlySpan<byte> bytes, long offset, FileId fileId, ulong sequence, BlockType type)
    {
        if (bytes.Length < BlockHeader.Size)
        {
            throw new ArchiveFormatException(FormatError.Truncated, "block header", offset, "the header does not fit before the end");
        }

        var header = BlockHeader.Decode(bytes[..BlockHeader.Size], offset);
        header.CheckPlace(fileId, sequence, offset);
        return header.Type == type
            ? header
            : throw new ArchiveFormatException(FormatError.BadKind, "block header", offset, $"a {header.Type} block where a {type} block must be");
    }

    /// <summary>Checks a stored payload against its header and decompresses it into all of <paramref name="plain"/>.</summary>
    public void DecodePayload(BlockHeader header, ReadOnlySpan<byte> stored, Span<byte> plain, long offset)
    {
        if (header.Encryption != EncryptionAlgorithm.None)
        {
            throw new ArchiveFormatException(FormatError.BadFeature, "block", offset, "it is encrypted, and this program has no key for it");
        }

        if (BlockPayload.SumPlain(stored) != header.PayloadSum)
        {
            throw new ArchiveFormatException(FormatError.BadChecksum, "block", offset, "the payload does not match its sum");
        }

        var (plainSize, compressed) = BlockPayload.Decode(stored, header, offset);
        if (plainSize != plain.Length)
        {
            throw new ArchiveFormatException(FormatError.BadReference, "block", offset, $"it holds {plainSize} bytes, {plain.Length} were expected");
        }

        if (!DecompressorFor(header.Compression).TryDecompress(compressed, plain))
        {
            throw new ArchiveFormatException(FormatError.BadCompression, "block", offset, $"its {header.Compression} data does not decode to {plainSize} bytes");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var decompressor in _decompressors)
        {
            decompressor?.Dispose();
        }
    }

    private IDecompressor DecompressorFor(CompressionAlgorithm algorithm) =>
        _decompressors[(byte)algorithm] ??= Decompressors.Create(algorithm);
}
