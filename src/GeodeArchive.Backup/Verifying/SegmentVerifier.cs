using System.Buffers;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Objects;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup.Verifying;

/// <summary>One worker's stage: reads segments, several blocks at once, and checks every block, sum and chunk id.</summary>
internal sealed class SegmentVerifier : IDisposable
{
    private readonly IObjectStore _store;
    private readonly ArchiveDomain _domain;
    private readonly DamageLog _damages;
    private readonly RunProgress _progress;
    private readonly BlockDecoder _decoder = new();
    private readonly AlignedBuffer _window = new(SegmentWindow.SizeMax);

    public SegmentVerifier(IObjectStore store, ArchiveDomain domain, DamageLog damages, RunProgress progress)
    {
        _store = store;
        _domain = domain;
        _damages = damages;
        _progress = progress;
    }

    /// <summary>Checks the blocks of a window; damage goes to the log, block by block.</summary>
    public void Verify(SegmentWindow window)
    {
        var read = ReadWindow(window);
        var chunk = window.FirstChunk;
        for (var block = window.FirstBlock; block < window.FirstBlock + window.BlockCount; block++)
        {
            var number = block;
            var firstChunk = chunk;
            _damages.Guard(() => VerifyBlock(window, read, number, firstChunk));
            chunk += window.Table.Blocks[block].ChunkCount;
        }
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _window.Dispose();
    }

    /// <summary>
    /// Reads a window and returns how much of it is there. What cannot be read like this counts as nothing: then each block is read alone,
    /// which tells those that can be read from the others.
    /// </summary>
    private int ReadWindow(SegmentWindow window)
    {
        try
        {
            return window.Length == 0
                ? 0
                : _store.GetAligned(RepositoryNames.Segment(window.Table.Segment.Id), window.Offset, _window, window.Length);
        }
        catch (Exception error) when (error is ObjectException or ArchiveFormatException)
        {
            return 0;
        }
    }

    private void VerifyBlock(SegmentWindow window, int read, int number, int firstChunk)
    {
        var table = window.Table;
        var key = RepositoryNames.Segment(table.Segment.Id);
        var entry = table.Blocks[number];
        var length = BlockHeader.Size + entry.StoredSize;
        var start = entry.Offset - window.Offset;
        byte[] alone = [];
        try
        {
            ReadOnlySpan<byte> stored;
            if (start + length <= read)
            {
                stored = _window.Span.Slice((int)start, length);
            }
            else
            {
                alone = ArrayPool<byte>.Shared.Rent(length);
                stored = alone.AsSpan(0, _store.GetRange(key, entry.Offset, alone.AsSpan(0, length)));
            }

            VerifyBlock(table, number, stored, firstChunk);
            _progress.AddBytes(length);
        }
        catch (ObjectException error)
        {
            throw RepositoryException.From(error);
        }
        catch (ArchiveFormatException damage)
        {
            throw RepositoryException.Damage(key.Text, damage);
        }
        finally
        {
            if (alone.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(alone);
            }
        }
    }

    private void VerifyBlock(SegmentTable table, int number, ReadOnlySpan<byte> stored, int firstChunk)
    {
        var entry = table.Blocks[number];
        var type = table.Segment.Kind == SegmentKind.Data ? BlockType.Data : BlockType.Metadata;
        var block = _decoder.Decode(stored, entry.Offset, table.Segment.Id.AsFileId(), number, type, table.Cipher);
        if (block.Header.PayloadSum != entry.PayloadSum
            || block.Header.StoredSize != entry.StoredSize
            || block.Plain.Length != entry.PlainSize)
        {
            throw new ArchiveFormatException(
                FormatError.BadReference, "block header", entry.Offset, "it is not the block that the footer lists");
        }

        VerifyChunks(table, block.Plain, entry, firstChunk);
    }

    private void VerifyChunks(SegmentTable table, ReadOnlySpan<byte> plain, SegmentFooterBlock entry, int firstChunk)
    {
        var next = firstChunk;
        foreach (var chunk in ChunkDirectory.Decode(plain, entry.Offset))
        {
            if (next - firstChunk >= entry.ChunkCount || table.Chunks[next] != new ChunkDirectoryEntry(chunk.Id, chunk.Length))
            {
                throw new ArchiveFormatException(
                    FormatError.BadReference, "chunk directory", entry.Offset, "it does not list the chunks that the footer lists");
            }

            if (_domain.IdOf(plain.Slice(chunk.Offset, chunk.Length)) != chunk.Id)
            {
                throw new ArchiveFormatException(
                    FormatError.BadChecksum, "block", entry.Offset, $"chunk {chunk.Id} in it does not match its id");
            }

            next++;
        }

        if (next - firstChunk != entry.ChunkCount)
        {
            throw new ArchiveFormatException(
                FormatError.BadReference, "chunk directory", entry.Offset, "it lists fewer chunks than the footer");
        }
    }
}
