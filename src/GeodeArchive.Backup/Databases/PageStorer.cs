using GeodeArchive.Backup.Reporting;
using GeodeArchive.Backup.Storing;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup.Databases;

/// <summary>
/// One worker's stage: reads and checks pages, stores chunks that are new, and the leaf of a part that is complete. A page that is damaged
/// or cannot be read ends the backup.
/// </summary>
internal sealed class PageStorer : IDisposable
{
    private readonly WriteSession _session;
    private readonly ChunkPacker _packer;
    private readonly MetadataStore _nodes;
    private readonly RunProgress _progress;
    private readonly byte[] _buffer = new byte[PageCuts.WindowPageCountMax * StoreLimits.PageSize];
    private readonly FormatWriter _leaf = new();

    public PageStorer(WriteSession session, ChunkPacker packer, MetadataStore nodes, RunProgress progress)
    {
        _session = session;
        _packer = packer;
        _nodes = nodes;
        _progress = progress;
    }

    /// <summary>Stores slices until the queue ends, then sends the last block.</summary>
    public void Run(BoundedQueue<PageSlice> queue)
    {
        while (queue.TryTake(out var slice))
        {
            Store(slice);
        }

        _packer.Flush();
    }

    public void Dispose() => _packer.Dispose();

    private void Store(PageSlice slice)
    {
        var part = slice.Part;
        for (var index = slice.First; index < slice.End; index++)
        {
            var piece = part.Piece(index);
            part.Complete(index, piece.IsRead ? StoreChunk(part.File, piece) : piece.Kept);
        }

        if (part.EndSlice())
        {
            part.File.Complete(part.Index, StoreExtents(part));
        }
    }

    private Extent StoreChunk(PageFile file, PagePiece piece)
    {
        var chunk = _buffer.AsSpan(0, piece.Count * StoreLimits.PageSize);
        _progress.AddBytes(file.Read(piece, chunk));
        var id = _session.Domain.IdOf(chunk);
        if (_session.Claim(id) == ChunkClaim.New)
        {
            _packer.Add(id, chunk);
            _progress.AddNewBytes(chunk.Length);
        }

        return Extent.Whole(id, chunk.Length);
    }

    private PartContent StoreExtents(PagePart part)
    {
        var (first, end) = part.File.PagesOf(part.Index);
        var length = (end - first) * StoreLimits.PageSize;
        if (part.File.PartCount == 1 && part.Extents.Length <= FileStorer.InlineExtentsMax)
        {
            return new PartContent(part.Extents.ToArray(), null, length);
        }

        _leaf.Clear();
        new ExtentLeaf([.. part.Extents]).Encode(_leaf);
        return new PartContent([], _nodes.Put(_leaf.WrittenSpan), length);
    }
}
