using GeodeArchive.Io.Buffers;
using GeodeArchive.Objects;

namespace GeodeArchive.Repository.Sorting;

/// <summary>
/// Any number of bytes in memory of one block, to be read in their order once all are there: what does not fit is in a scratch file. For
/// one worker.
/// </summary>
internal sealed class SpilledBlocks : IDisposable
{
    private readonly ScratchFile _scratch;
    private readonly AlignedBuffer _block;
    private int _used;
    private long _readOffset;

    /// <summary>Makes it empty.</summary>
    /// <param name="store">Gives the scratch file, when one is needed.</param>
    /// <param name="blockSize">Bytes of a block.</param>
    /// <param name="sizeMax">As many bytes as may come: less memory where that is less than a block.</param>
    public SpilledBlocks(IObjectStore store, int blockSize, long sizeMax)
    {
        _scratch = new ScratchFile(store);
        _block = new AlignedBuffer((int)Math.Min(blockSize, sizeMax));
    }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="RepositoryException">The scratch file cannot be written.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _block.Length)
            {
                Spill();
            }

            var count = Math.Min(bytes.Length, _block.Length - _used);
            bytes[..count].CopyTo(_block.Span[_used..]);
            _used += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>The next block, from the first on; empty after the last, which is the only one that may be shorter. Nothing can be added
    /// any more.</summary>
    /// <returns>Valid until the next call.</returns>
    /// <exception cref="RepositoryException">The scratch file failed.</exception>
    public ReadOnlySpan<byte> ReadNext()
    {
        if (_scratch.Length == 0)
        {
            var all = _block.Span[..(_used - (int)_readOffset)];
            _readOffset = _used;
            return all;
        }

        // The block's memory is needed for those before it.
        Spill();
        var block = _block.Span[..(int)Math.Min(_block.Length, _scratch.Length - _readOffset)];
        _scratch.Read(_readOffset, block);
        _readOffset += block.Length;
        return block;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scratch.Dispose();
        _block.Dispose();
    }

    private void Spill()
    {
        if (_used > 0)
        {
            _scratch.Append(_block.Span[.._used]);
            _used = 0;
        }
    }
}
