using GeodeArchive.Format;

namespace GeodeArchive.Store.Pages;

/// <summary>
/// Reads pages past the page cache, and with a page that is near the one before all that are around it: what a checkpoint wrote lies close
/// together, and who walks through it comes to nearly all of it. For one worker.
/// </summary>
internal sealed class PageReadAhead
{
    private const int WindowPageCount = 16;
    private const int WindowCount = 4;
    private const long Nearness = 2 * WindowPageCount;

    private readonly PageSource _source;
    private readonly byte[]?[] _windows = new byte[WindowCount][];
    private readonly long[] _starts = new long[WindowCount];
    private int _oldest;
    private long _last;

    internal PageReadAhead(PageSource source)
    {
        _source = source;
        _starts.AsSpan().Fill(-1);
    }

    /// <summary>Reads a page and checks it against the pointer to it.</summary>
    /// <exception cref="StoreException">It is damaged, or cannot be read.</exception>
    internal void Read(in BlockPointer pointer, StorePageKind? kind, int level, Span<byte> page)
    {
        var number = pointer.Page.Value;
        var start = number / WindowPageCount * WindowPageCount;
        var window = Array.IndexOf(_starts, start);
        if (window < 0 && Math.Abs(number - _last) <= Nearness)
        {
            window = TryLoad(start);
        }

        _last = number;
        if (window < 0)
        {
            _source.ReadUncached(pointer, kind, level, page);
            return;
        }

        _windows[window].AsSpan((int)(number - start) * StoreLimits.PageSize, StoreLimits.PageSize).CopyTo(page);
        _source.Check(pointer, kind, level, page);
    }

    /// <summary>Loads a window; -1 if that is not possible, which says nothing about the one page that is wanted.</summary>
    private int TryLoad(long start)
    {
        var window = _oldest;
        _starts[window] = -1;
        _windows[window] ??= new byte[WindowPageCount * StoreLimits.PageSize];
        if (!_source.TryReadRaw(new PageNumber(start), _windows[window]))
        {
            return -1;
        }

        _starts[window] = start;
        _oldest = (window + 1) % WindowCount;
        return window;
    }
}
