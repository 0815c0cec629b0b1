using System.Buffers;
using GeodeArchive.Backup.Reporting;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Blocks;
using GeodeArchive.Repository.Segments;

namespace GeodeArchive.Backup.Verifying;

/// <summary>One worker's stage: reads whole segments and checks every block, sum and chunk id.</summary>
internal sealed class SegmentVerifier : IDisposable
{
    private readonly IObjectStore _store;
    private readonly ArchiveDomain _domain;
    private readonly DamageLog _damages;
    private readonly RunProgress _progress;
    private readonly BlockDecoder _decoder = new();

    public SegmentVerifier(IObjectStore store, ArchiveDomain domain, DamageLog damages, RunProgress progress)
    {
        _store = store;
        _domain = domain;
        _damages = damages;
        _progress = progress;
    }

    /// <summary>Checks one segment; damage goes to the log, block by block.</summary>
    public void Verify(SegmentReference segment) => _damages.Guard(() =>
    {
        var table = SegmentFile.ReadTable(_store, _domain, segment);
        var firstChunk = 0;
        for (var block = 0; block < table.Blocks.Count; block++)
        {
            var number = block;
            var chunk = firstChunk;
            _damages.Guard(() => VerifyBlock(table, number, chunk));
            firstChunk += table.Blocks[block].ChunkCount;
        }

        var blockBytes = table.Blocks.Sum(block => (long)BlockHeader.Size + block.StoredSize);
        _progress.AddBytes(segment.Size - blockBytes);
    });

    public void Dispose() => _decoder.Dispose();

    private void VerifyBlock(SegmentTable table, int number, int firstChunk)
    {
        var key = RepositoryNames.Segment(table.Segment.Id);
        var entry = table.Blocks[number];
        var length = BlockHeader.Size + entry.StoredSize;
        var stored = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var count = _store.GetRange(key, entry.Offset, stored.AsSpan(0, length));
            var type = table.Segment.Kind == SegmentKind.Data ? BlockType.Data : BlockType.Metadata;
            var block = _decoder.Decode(stored.AsSpan(0, count), entry.Offset, table.Segment.Id.AsFileId(), number, type, table.Cipher);
            if (block.Header.PayloadSum != entry.PayloadSum
                || block.Header.StoredSize != entry.StoredSize
                || block.Plain.Length != entry.PlainSize)
            {
                throw new ArchiveFormatException(
                    FormatError.BadReference, "block header", entry.Offset, "it is not the block that the footer lists");
            }

            VerifyChunks(table, block.Plain, entry, firstChunk);
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
            ArrayPool<byte>.Shared.Return(stored);
        }
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
