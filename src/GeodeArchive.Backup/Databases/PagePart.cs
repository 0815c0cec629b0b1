using GeodeArchive.Format;

namespace GeodeArchive.Backup.Databases;

/// <summary>
/// A part of a file of the store, to be stored: by one worker, or, slice by slice, by many. Changed pages lie close together, since they
/// were written together, so that a part alone may be all there is to do.
/// </summary>
internal sealed class PagePart
{
    private const int SlicePageCount = 128;

    private readonly IReadOnlyList<PagePiece> _pieces;
    private readonly Extent[] _extents;
    private int _slicesLeft;

    /// <summary>A part.</summary>
    /// <param name="file">The file.</param>
    /// <param name="index">Number of the part in the file.</param>
    /// <param name="pieces">What it is made of, in order and without gaps.</param>
    public PagePart(PageFile file, int index, IReadOnlyList<PagePiece> pieces)
    {
        File = file;
        Index = index;
        _pieces = pieces;
        _extents = new Extent[pieces.Count];
    }

    public PageFile File { get; }

    public int Index { get; }

    /// <summary>What it is made of, when all slices have ended.</summary>
    public ReadOnlySpan<Extent> Extents => _extents;

    /// <summary>The slices, each for one worker. To be asked for once, and all of them before the first is worked on.</summary>
    public List<PageSlice> Cut()
    {
        var slices = new List<PageSlice>();
        var first = 0;
        var pageCount = 0;
        for (var piece = 0; piece < _pieces.Count; piece++)
        {
            pageCount += _pieces[piece].Count;
            if (pageCount >= SlicePageCount || piece == _pieces.Count - 1)
            {
                slices.Add(new PageSlice(this, first, piece + 1));
                first = piece + 1;
                pageCount = 0;
            }
        }

        _slicesLeft = slices.Count;
        return slices;
    }

    public PagePiece Piece(int index) => _pieces[index];

    /// <summary>A piece is stored.</summary>
    public void Complete(int index, Extent extent) => _extents[index] = extent;

    /// <summary>Ends a slice; true for the last one that is ended.</summary>
    public bool EndSlice() => Interlocked.Decrement(ref _slicesLeft) == 0;
}
