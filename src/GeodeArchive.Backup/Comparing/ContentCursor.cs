using GeodeArchive.Backup.Viewing;
using GeodeArchive.Format;
using GeodeArchive.Repository.Reading;

namespace GeodeArchive.Backup.Comparing;

/// <summary>Goes through the content of a file in file order, extent by extent, each maybe in several steps.</summary>
internal sealed class ContentCursor
{
    private readonly BackupView _view;
    private readonly TreeCursor<Extent> _extents;
    private long _done;

    public ContentCursor(BackupView view, TreeEntry file)
    {
        _view = view;
        _extents = TreeNodes.ExtentsOf(view, file);
    }

    /// <summary>True behind the content.</summary>
    public bool IsAtEnd => _extents.IsAtEnd;

    /// <summary>Where in the file it is.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes until the extent ends.</summary>
    public long Rest => _extents.Item.Length - _done;

    private Extent Extent => _extents.Item;

    /// <summary>Brings two cursors at one place before extents, past all that both have in common.</summary>
    public static void Meet(ContentCursor left, ContentCursor right)
    {
        while (left._extents.IsAtNode || right._extents.IsAtNode)
        {
            if (left.IsAtEnd || right.IsAtEnd)
            {
                return;
            }

            if (!left._extents.IsAtNode || !right._extents.IsAtNode)
            {
                (left._extents.IsAtNode ? left : right)._extents.Open();
            }
            else
            {
                var (ours, theirs) = (left._extents.Node, right._extents.Node);
                var length = ours.Node == theirs.Node && ours.Amount == theirs.Amount ? ours.Amount : 0;
                TreeCursor<Extent>.Meet(left._extents, right._extents);
                left.Position += length;
                right.Position += length;
            }
        }
    }

    /// <summary>True if both are before the same bytes of the same chunk, or before holes.</summary>
    public static bool IsSame(ContentCursor left, ContentCursor right) =>
        left.Extent.Kind == ExtentKind.Hole && right.Extent.Kind == ExtentKind.Hole
        || (left.Extent.Kind != ExtentKind.Hole
            && left.Extent.ChunkId == right.Extent.ChunkId
            && left.Extent.Offset + left._done == right.Extent.Offset + right._done);

    /// <summary>Compares the next bytes of two cursors.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    /// <param name="length">How many; no more than are left of either's extent.</param>
    /// <param name="pageSize">Bytes of a page, which count once.</param>
    /// <param name="lastPage">The page that was counted last; changed.</param>
    /// <returns>How many pages differ that were not counted yet.</returns>
    public static long CountDiffering(ContentCursor left, ContentCursor right, long length, int pageSize, ref long lastPage)
    {
        if (left.Extent.Kind == ExtentKind.Hole)
        {
            return right.CountNotZero(length, pageSize, ref lastPage);
        }

        if (right.Extent.Kind == ExtentKind.Hole)
        {
            return left.CountNotZero(length, pageSize, ref lastPage);
        }

        using var ours = left._view.Reader.Chunks.Read(left.Extent.ChunkId);
        using var theirs = right._view.Reader.Chunks.Read(right.Extent.ChunkId);
        return left.Count(left.Bytes(ours, length), right.Bytes(theirs, length), pageSize, ref lastPage);
    }

    /// <summary>Goes on.</summary>
    public void Advance(long length)
    {
        Position += length;
        _done += length;
        if (_done == Extent.Length)
        {
            _extents.Skip();
            _done = 0;
        }
    }

    private ReadOnlySpan<byte> Bytes(ChunkLease lease, long length) =>
        _view.Tree.BytesOf(Extent, lease).Slice((int)_done, (int)length);

    private long CountNotZero(long length, int pageSize, ref long lastPage)
    {
        using var lease = _view.Reader.Chunks.Read(Extent.ChunkId);
        return Count(Bytes(lease, length), [], pageSize, ref lastPage);
    }

    /// <param name="ours">Some bytes.</param>
    /// <param name="theirs">As many, or none for zeros.</param>
    /// <param name="pageSize">Bytes of a page.</param>
    /// <param name="lastPage">The page that was counted last.</param>
    private long Count(ReadOnlySpan<byte> ours, ReadOnlySpan<byte> theirs, int pageSize, ref long lastPage)
    {
        var count = 0L;
        for (var done = 0; done < ours.Length;)
        {
            var page = (Position + done) / pageSize;
            var part = (int)Math.Min(ours.Length - done, pageSize - ((Position + done) % pageSize));
            var isEqual = theirs.IsEmpty
                ? ours.Slice(done, part).IndexOfAnyExcept((byte)0) < 0
                : ours.Slice(done, part).SequenceEqual(theirs.Slice(done, part));
            if (!isEqual && page != lastPage)
            {
                count++;
                lastPage = page;
            }

            done += part;
        }

        return count;
    }
}
