using GeodeArchive.Format;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Store.Space;

/// <summary>Writes pages; neighbours that come one after the other go out in one write. The file grows in steps.</summary>
internal sealed class PageWriter
{
    private const int BatchPageCount = 16;
    private const long GrowthMin = 64;
    private const long GrowthMax = 4096;

    private readonly IPageDevice _device;
    private readonly FileId _fileId;
    private readonly Generation _birth;
    private readonly byte[] _batch = new byte[BatchPageCount * StoreLimits.PageSize];
    private long _devicePageCount;
    private PageNumber _first;
    private int _count;

    internal PageWriter(IPageDevice device, FileId fileId, Generation birth)
    {
        _device = device;
        _fileId = fileId;
        _birth = birth;
        _devicePageCount = device.PageCount;
    }

    /// <summary>The memory of a page to be written; to be filled, then sealed.</summary>
    internal Span<byte> Begin(PageNumber page)
    {
        if (_count == BatchPageCount || (_count > 0 && page.Value != _first.Value + _count))
        {
            Flush();
        }

        if (_count == 0)
        {
            _first = page;
        }

        _count++;
        return Current;
    }

    /// <summary>The pointer to the page that was filled.</summary>
    internal BlockPointer Seal() => StorePage.Seal(Current, new PageNumber(_first.Value + _count - 1), _birth, _fileId);

    /// <summary>Writes what still waits.</summary>
    internal void Flush()
    {
        if (_count == 0)
        {
            return;
        }

        var end = _first.Value + _count;
        if (end > _devicePageCount)
        {
            _devicePageCount = end + Math.Clamp(end / 8, GrowthMin, GrowthMax);
            _device.SetPageCount(_devicePageCount);
        }

        _device.Write(_first, _batch.AsSpan(0, _count * StoreLimits.PageSize));
        _count = 0;
    }

    private Span<byte> Current => _batch.AsSpan((_count - 1) * StoreLimits.PageSize, StoreLimits.PageSize);
}
