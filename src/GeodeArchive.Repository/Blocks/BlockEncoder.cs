using GeodeArchive.Codecs;
using GeodeArchive.Format;

namespace GeodeArchive.Repository.Blocks;

/// <summary>
/// Makes stored blocks, one at a time, in a buffer of its own: compressed where that makes them smaller, summed, and with the
/// header filled in last, when the block's place is known. Used by one worker at a time. Does not own the compressor.
/// </summary>
public sealed class BlockEncoder : IDisposable
{
    private readonly ICompressor _compressor;
    private byte[] _buffer = [];
    private BlockHeader _header;

    /// <summary>Makes an encoder over <paramref name="compressor"/>.</summary>
    public BlockEncoder(ICompressor compressor) => _compressor = compressor;

    /// <summary>Bytes of the encoded block, header included.</summary>
    public int TotalSize { get; private set; }

    /// <summary>Bytes of the payload before compression.</summary>
    public int PlainSize { get; private set; }

    /// <summary>Bytes of the stored payload.</summary>
    public int StoredSize => _header.StoredSize;

    /// <summary>Sum of the stored payload.</summary>
    public Id128 PayloadSum => _header.PayloadSum;

    /// <summary>Encodes the payload; <see cref="Finish"/> completes the block.</summary>
    public void Encode(BlockType type, ReadOnlySpan<byte> plain)
    {
        const int start = BlockHeader.Size + BlockPayload.PrefixSize;
        if (_buffer.Length < start + plain.Length)
        {
            _buffer = new byte[start + plain.Length];
        }

        var algorithm = _compressor.Algorithm;
        var room = _buffer.AsSpan(start, Math.Max(plain.Length - 1, 0));
        if (algorithm == CompressionAlgorithm.None || !_compressor.TryCompress(plain, room, out var written))
        {
            algorithm = CompressionAlgorithm.None;
            plain.CopyTo(_buffer.AsSpan(start));
            written = plain.Length;
        }

        var stored = _buffer.AsSpan(BlockHeader.Size, BlockPayload.PrefixSize + written);
        BlockPayload.WritePrefix(stored, plain.Length, written, algorithm);
        _header = new BlockHeader
        {
            Type = type,
            Compression = algorithm,
            Encryption = EncryptionAlgorithm.None,
            StoredSize = stored.Length,
            Sequence = 0,
            Offset = 0,
            FileId = default,
            PayloadSum = BlockPayload.SumPlain(stored),
        };
        PlainSize = plain.Length;
        TotalSize = BlockHeader.Size + stored.Length;
    }

    /// <summary>
    /// Fills in the header for the block's place and returns the whole block; valid until the next <see cref="Encode"/>.
    /// </summary>
    public ReadOnlySpan<byte> Finish(FileId fileId, long sequence, long offset)
    {
        var header = _header with { FileId = fileId, Sequence = sequence, Offset = offset };
        header.Encode(_buffer);
        return _buffer.AsSpan(0, TotalSize);
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer = [];
}
