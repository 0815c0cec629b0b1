using GeodeArchive.Codecs;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Blocks;

/// <summary>Checks and decompresses blocks, one at a time, into a buffer of its own. Used by one worker at a time.</summary>
public sealed class BlockDecoder : IDisposable
{
    private readonly IDecompressor?[] _decompressors = new IDecompressor?[byte.MaxValue];
    private byte[] _plain = [];
    private byte[] _opened = [];

    /// <summary>Decodes the block that starts at <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The block and whatever follows it.</param>
    /// <param name="offset">Where in the file the block starts.</param>
    /// <param name="fileId">The file it must belong to.</param>
    /// <param name="sequence">Its number in the file.</param>
    /// <param name="type">What it must be.</param>
    /// <param name="cipher">Of the file; null if it is plain.</param>
    /// <exception cref="ArchiveFormatException">It is damaged, or another block.</exception>
    public DecodedBlock Decode(
        ReadOnlySpan<byte> bytes, long offset, FileId fileId, long sequence, BlockType type, FileCipher? cipher = null)
    {
        var header = DecodeHeader(bytes, offset, fileId, sequence, type);
        if (bytes.Length - BlockHeader.Size < header.StoredSize)
        {
            throw new ArchiveFormatException(
                FormatError.Truncated, "block", offset, $"the payload of {header.StoredSize} bytes does not fit before the end");
        }

        return DecodePayload(header, bytes.Slice(BlockHeader.Size, header.StoredSize), cipher);
    }

    /// <summary>Checks a stored payload against its header, whatever that is of, and decompresses it.</summary>
    /// <param name="header">The header before it.</param>
    /// <param name="stored">All bytes of the stored payload.</param>
    /// <param name="cipher">Of the file; null if it is plain.</param>
    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    public DecodedBlock DecodePayload(scoped in BlockHeader header, ReadOnlySpan<byte> stored, FileCipher? cipher = null)
    {
        var payload = Check(header, stored, cipher);
        if (_plain.Length < payload.PlainSize)
        {
            _plain = new byte[payload.PlainSize];
        }

        var plain = _plain.AsSpan(0, payload.PlainSize);
        Decompress(header, payload, plain);
        return new DecodedBlock(header, plain);
    }

    /// <summary>Decodes and checks a header alone.</summary>
    public static BlockHeader DecodeHeader(ReadOnlySpan<byte> bytes, long offset, FileId fileId, long sequence, BlockType type)
    {
        if (bytes.Length < BlockHeader.Size)
        {
            throw new ArchiveFormatException(FormatError.Truncated, "block header", offset, "the header does not fit before the end");
        }

        var header = BlockHeader.Decode(bytes[..BlockHeader.Size], offset);
        header.CheckPlace(fileId, sequence, offset);
        header.ExpectType(type);
        return header;
    }

    /// <summary>Checks a stored payload against its header and decompresses it into all of <paramref name="plain"/>.</summary>
    public void DecodePayload(in BlockHeader header, ReadOnlySpan<byte> stored, Span<byte> plain, FileCipher? cipher = null)
    {
        var payload = Check(header, stored, cipher);
        if (payload.PlainSize != plain.Length)
        {
            throw new ArchiveFormatException(
                FormatError.BadReference, "block", header.Offset, $"it holds {payload.PlainSize} bytes, {plain.Length} were expected");
        }

        Decompress(header, payload, plain);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var decompressor in _decompressors)
        {
            decompressor?.Dispose();
        }
    }

    private BlockPayload Check(scoped in BlockHeader header, ReadOnlySpan<byte> stored, FileCipher? cipher)
    {
        header.ExpectEncryption(cipher is null ? EncryptionAlgorithm.None : EncryptionAlgorithm.Aes256Gcm);
        return BlockPayload.Decode(cipher is null ? stored : Open(header, stored, cipher), header);
    }

    private ReadOnlySpan<byte> Open(scoped in BlockHeader header, ReadOnlySpan<byte> stored, FileCipher cipher)
    {
        if (_opened.Length < stored.Length)
        {
            _opened = new byte[stored.Length];
        }

        var opened = _opened.AsSpan(0, stored.Length);
        return cipher.TryOpenBlock(header, stored, opened)
            ? opened
            : throw new ArchiveFormatException(
                FormatError.BadChecksum, "block payload", header.Offset, "the payload is damaged: its tag does not match");
    }

    private void Decompress(in BlockHeader header, BlockPayload payload, Span<byte> plain)
    {
        if (!DecompressorFor(header.Compression).TryDecompress(payload.Compressed, plain))
        {
            throw new ArchiveFormatException(
                FormatError.BadCompression,
                "block",
                header.Offset,
                $"its {header.Compression} data does not decode to {plain.Length} bytes");
        }
    }

    private IDecompressor DecompressorFor(CompressionAlgorithm algorithm) =>
        _decompressors[(byte)algorithm] ??= Decompressors.Create(algorithm);
}
