using GeodeArchive.Codecs;
using GeodeArchive.Format;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Sessions;

/// <summary>
/// Collects chunks into blocks of about 1 MiB, compresses them and sends them to a segment. One for each worker. The chunk
/// directory grows backwards from where the chunks start, so that neither is moved when the block is complete.
/// </summary>
public sealed class ChunkPacker : IDisposable
{
    private const int BlockPlainTarget = 1 << 20;
    private const int ChunkCountMax = 8192;

    private static readonly int ChunksStart = ChunkDirectory.SizeFor(ChunkCountMax);

    private readonly SegmentWriter _writer;
    private readonly BlockType _type;
    private readonly ICompressor _compressor;
    private readonly BlockEncoder _encoder;
    private readonly ChunkDirectoryEntry[] _entries = new ChunkDirectoryEntry[ChunkCountMax];
    private byte[] _buffer = new byte[ChunksStart + (2 * BlockPlainTarget)];
    private int _count;
    private int _length;

    internal ChunkPacker(SegmentWriter writer, BlockType type, CompressionSettings compression, EncryptionAlgorithm encryption)
    {
        _writer = writer;
        _type = type;
        _compressor = Compressors.Create(compression);
        _encoder = new BlockEncoder(_compressor, encryption);
    }

    /// <summary>Adds a chunk that was claimed as new; the bytes are copied.</summary>
    /// <exception cref="RepositoryException">The store failed.</exception>
    public void Add(ChunkId id, ReadOnlySpan<byte> content)
    {
        if (_length + content.Length > _buffer.Length - ChunksStart)
        {
            Flush();
            if (content.Length > _buffer.Length - ChunksStart)
            {
                _buffer = new byte[ChunksStart + content.Length];
            }
        }

        content.CopyTo(_buffer.AsSpan(ChunksStart + _length));
        _entries[_count++] = new ChunkDirectoryEntry(id, content.Length);
        _length += content.Length;
        if (_length >= BlockPlainTarget || _count == ChunkCountMax)
        {
            Flush();
        }
    }

    /// <summary>Sends what has been collected, as a block of whatever size.</summary>
    public void Flush()
    {
        if (_count == 0)
        {
            return;
        }

        var entries = _entries.AsSpan(0, _count);
        var directorySize = ChunkDirectory.SizeFor(_count);
        var start = ChunksStart - directorySize;
        ChunkDirectory.Write(_buffer.AsSpan(start, directorySize), entries);
        _encoder.Encode(_type, _buffer.AsSpan(start, directorySize + _length));
        _writer.Append(_encoder, entries);
        _count = 0;
        _length = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder.Dispose();
        _compressor.Dispose();
    }
}
