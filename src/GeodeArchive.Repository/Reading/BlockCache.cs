using System.Buffers;
using System.Runtime.ExceptionServices;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Objects;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Repository.Reading;

/// <summary>
/// Decoded blocks, at most about <c>memorySizeMax</c> bytes of them beyond those in use. A block that several workers want is read
/// once. Safe for several workers.
/// </summary>
internal sealed class BlockCache : IDisposable
{
    private readonly IObjectStore _store;
    private readonly long _memorySizeMax;
    private readonly IGate _gate;
    private readonly Dictionary<BlockKey, LinkedListNode<CachedBlock>> _blocks = [];
    private readonly LinkedList<CachedBlock> _byUse = new();
    private readonly Stack<BlockDecoder> _decoders = new();
    private long _memorySize;

    public BlockCache(IObjectStore store, IScheduler scheduler, long memorySizeMax)
    {
        _store = store;
        _memorySizeMax = memorySizeMax;
        _gate = scheduler.CreateGate();
    }

    /// <summary>The block, loaded and in use until <see cref="Release"/>.</summary>
    /// <exception cref="RepositoryException">It is missing or damaged.</exception>
    public CachedBlock Use(SegmentTable table, int block)
    {
        var key = new BlockKey(table.Segment.Id, block);
        var (cached, isMine) = Claim(key);
        if (isMine)
        {
            Load(cached, table);
        }

        cached.Failure?.Throw();
        return cached;
    }

    /// <summary>Ends a use.</summary>
    public void Release(CachedBlock block)
    {
        _gate.Enter();
        try
        {
            block.UserCount--;
            Trim();
        }
        finally
        {
            _gate.Exit();
        }
    }

    public void Dispose()
    {
        foreach (var decoder in _decoders)
        {
            decoder.Dispose();
        }
    }

    private (CachedBlock Block, bool IsMine) Claim(BlockKey key)
    {
        _gate.Enter();
        try
        {
            if (!_blocks.TryGetValue(key, out var node))
            {
                node = _byUse.AddFirst(new CachedBlock(key) { UserCount = 1 });
                _blocks.Add(key, node);
                return (node.Value, true);
            }

            var block = node.Value;
            block.UserCount++;
            while (!block.IsLoaded && block.Failure is null)
            {
                _gate.Wait();
            }

            if (node.List is not null && _byUse.First != node)
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
            }

            return (block, false);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Load(CachedBlock block, SegmentTable table)
    {
        byte[] plain = [];
        var length = 0;
        ExceptionDispatchInfo? failure = null;
        try
        {
            (plain, length) = Read(table, block.Key.Block);
        }
        catch (Exception error)
        {
            // Whatever it is: others may be waiting for this block.
            failure = ExceptionDispatchInfo.Capture(error);
        }

        _gate.Enter();
        try
        {
            block.Plain = plain;
            block.Length = length;
            block.IsLoaded = failure is null;
            block.Failure = failure;
            _memorySize += plain.Length;
            if (failure is not null)
            {
                Remove(_blocks[block.Key]);
            }

            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }

    private (byte[] Plain, int Length) Read(SegmentTable table, int blockNumber)
    {
        var key = RepositoryNames.Segment(table.Segment.Id);
        var entry = table.Blocks[blockNumber];
        var offset = entry.Offset;
        var storedLength = BlockHeader.Size + entry.StoredSize;
        var stored = ArrayPool<byte>.Shared.Rent(storedLength);
        var plain = ArrayPool<byte>.Shared.Rent(entry.PlainSize);
        var decoder = TakeDecoder();
        try
        {
            var count = _store.GetRange(key, offset, stored.AsSpan(0, storedLength));
            if (count != storedLength)
            {
                throw new ArchiveFormatException(FormatError.Truncated, "block", offset, $"{count} of {storedLength} bytes are there");
            }

            var type = table.Segment.Kind == SegmentKind.Data ? BlockType.Data : BlockType.Metadata;
            var header = BlockDecoder.DecodeHeader(stored.AsSpan(0, storedLength), offset, table.Segment.Id.AsFileId(), blockNumber, type);
            if (header.PayloadSum != entry.PayloadSum || header.StoredSize != entry.StoredSize)
            {
                throw new ArchiveFormatException(
                    FormatError.BadReference, "block header", offset, "it is not the block that the footer lists");
            }

            decoder.DecodePayload(
                header, stored.AsSpan(BlockHeader.Size, header.StoredSize), plain.AsSpan(0, entry.PlainSize), table.Cipher);
            return (plain, entry.PlainSize);
        }
        catch (ObjectException error)
        {
            ArrayPool<byte>.Shared.Return(plain);
            throw RepositoryException.From(error);
        }
        catch (ArchiveFormatException damage)
        {
            ArrayPool<byte>.Shared.Return(plain);
            throw RepositoryException.Damage(key.Text, damage);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
            GiveDecoder(decoder);
        }
    }

    private BlockDecoder TakeDecoder()
    {
        _gate.Enter();
        try
        {
            return _decoders.TryPop(out var decoder) ? decoder : new BlockDecoder();
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void GiveDecoder(BlockDecoder decoder)
    {
        _gate.Enter();
        try
        {
            _decoders.Push(decoder);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Trim()
    {
        var node = _byUse.Last;
        while (_memorySize > _memorySizeMax && node is not null)
        {
            var before = node.Previous;
            if (node.Value is { UserCount: 0, IsLoaded: true })
            {
                Remove(node);
                ArrayPool<byte>.Shared.Return(node.Value.Plain);
            }

            node = before;
        }
    }

    private void Remove(LinkedListNode<CachedBlock> node)
    {
        _byUse.Remove(node);
        _blocks.Remove(node.Value.Key);
        _memorySize -= node.Value.Plain.Length;
    }
}
