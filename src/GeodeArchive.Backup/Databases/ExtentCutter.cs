using GeodeArchive.Format;

namespace GeodeArchive.Backup.Databases;

/// <summary>Cuts pieces out of extents of whole pages, from front to back.</summary>
internal sealed class ExtentCutter
{
    private readonly IReadOnlyList<Extent> _extents;
    private int _next;
    private long _start;

    /// <summary>Begins before the first extent.</summary>
    public ExtentCutter(IReadOnlyList<Extent> extents) => _extents = extents;

    /// <summary>Gives out what lies at some pages, piece by piece; behind the last extent there is a hole.</summary>
    /// <param name="page">The first page, counted from the first extent; never before the one behind those taken last.</param>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="add">Is given the pieces, in order.</param>
    public void Take(long page, long count, Action<Extent> add)
    {
        var position = page * StoreLimits.PageSize;
        var end = position + (count * StoreLimits.PageSize);
        while (position < end)
        {
            while (_next < _extents.Count && _start + _extents[_next].Length <= position)
            {
                _start += _extents[_next++].Length;
            }

            if (_next == _extents.Count)
            {
                add(Extent.Hole(end - position));
                return;
            }

            var extent = _extents[_next];
            var pieceEnd = Math.Min(end, _start + extent.Length);
            add(Cut(extent, position - _start, pieceEnd - position));
            position = pieceEnd;
        }
    }

    private static Extent Cut(Extent extent, long offset, long length)
    {
        if (length == extent.Length)
        {
            return extent;
        }

        return extent.Kind == ExtentKind.Hole ? Extent.Hole(length) : Extent.Part(extent.ChunkId, extent.Offset + offset, length);
    }
}
