using GeodeArchive.Codecs;
using GeodeArchive.Codecs.Encryption;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Blocks;

/// <summary>
/// Makes stored blocks, one at a time, in a buffer of its own: compressed where that makes them smaller, summed, and with the
/// header filled in last, when the block's place is known. Used by one worker at a time. Does not own the compressor.
/// </summary>
public sealed class BlockEncoder : IDisposable
{
    private readonly ICompressor _compressor;
    private readonly EncryptionAlgorithm _encryption;
    private byte[] _buffer = [];
    private BlockHeader _header;

    /// <summary>Makes an encoder over <paramref name="compressor"/>.</summary>
    /// <param name="compressor">Compresses the payloads.</param>
    /// <param name="encryption">How <see cref="Finish"/> is going to encrypt them.</param>
    public BlockEncoder(ICompressor compressor, EncryptionAlgorithm encryption = EncryptionAlgorithm.None)
    {
        _compressor = compressor;
        _encryption = encryption;
    }

    /// <summary>Bytes of the encoded block, header included.</summary>
    public int TotalSize { get; private set; }

    /// <summary>Bytes of the payload before compression.</summary>
    public int PlainSize { get; private set; }

    /// <summary>Bytes of the stored payload.</summary>
    public int StoredSize => _header.StoredSize;

    /// <summary>Sum of the stored payload; known after <see cref="Finish"/>.</summary>
    public Id128 PayloadSum => _header.PayloadSum;

    /// <summary>Encodes the payload; <see cref="Finish"/> completes the block.</summary>
    public void Encode(BlockType type, ReadOnlySpan<byte> plain)
    {
        const int start = BlockHeader.Size + BlockPayload.PrefixSize;
        var sizeMax = BlockHeader.Size + BlockPayload.StoredSizeFor(plain.Length, _encryption);
        if (_buffer.Length < sizeMax)
        {
            _buffer = new byte[sizeMax];
        }

        var algorithm = _compressor.Algorithm;
        var room = _buffer.AsSpan(start, Math.Max(plain.Length - 1, 0));
        if (algorithm == CompressionAlgorithm.None || !_compressor.TryCompress(plain, room, out var written))
        {
            algorithm = CompressionAlgorithm.None;
            plain.CopyTo(_buffer.AsSpan(start));
            written = plain.Length;
        }

        var stored = _buffer.AsSpan(BlockHeader.Size, BlockPayload.StoredSizeFor(written, _encryption));
        BlockPayload.WritePrefix(stored, plain.Length, written, algorithm);
        stored[(BlockPayload.PrefixSize + written)..].Clear();
        _header = new BlockHeader
        {
            Type = type,
            Compression = algorithm,
            Encryption = _encryption,
            StoredSize = stored.Length,
            Sequence = 0,
            Offset = 0,
            FileId = default,
            PayloadSum = default,
        };
        PlainSize = plain.Length;
        TotalSize = BlockHeader.Size + stored.Length;
    }

    /// <summary>
    /// Encrypts or sums the payload, fills in the header for the block's place and returns the whole block; valid until the next
    /// <see cref="Encode"/>. Once for each block.
    /// </summary>
    /// <param name="fileId">The file.</param>
    /// <param name="sequence">Number of the block in it.</param>
    /// <param name="offset">Where in it the block starts.</param>
    /// <param name="cipher">Of the file; null exactly if the encoder is for plain files.</param>
    public ReadOnlySpan<byte> Finish(FileId fileId, long sequence, long offset, FileCipher? cipher = null)
    {
        if (cipher is null != (_encryption == EncryptionAlgorithm.None))
        {
            throw new InvalidOperationException("a block is not to be encrypted as its file is");
        }

        var placed = _header with { FileId = fileId, Sequence = sequence, Offset = offset };
        var stored = _buffer.AsSpan(BlockHeader.Size, placed.StoredSize);
        _header = placed with { PayloadSum = cipher is null ? BlockPayload.SumPlain(stored) : cipher.SealBlock(placed, stored) };
        _header.Encode(_buffer);
        return _buffer.AsSpan(0, TotalSize);
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer = [];
}
