using GeodeArchive.Format;
using GeodeArchive.Io.Buffers;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Filter and fences of an index in memory, 1.15 bytes for each entry: says in which pages a chunk may be, without reading one.
/// Immutable, and safe for several workers.
/// </summary>
/// <remarks>
/// The filter is most of what a session holds: outside the collector's heap it does not count against its limit, and is given back at
/// once by
/// <see cref="Dispose"/>. Who forgets that leaves it to the finalizer; what uses the memory keeps this object alive until it is done.
/// </remarks>
internal sealed class LoadedFilter : IDisposable
{
    /// <summary>Ids are spread evenly, so the group is next to where it is looked for first; made-up ids cost a search.</summary>
    private const int StepCountMax = 8;

    private readonly LargeBuffer _memory;
    private readonly int _filterSize;
    private readonly ulong[] _groupFences;
    private readonly int _lastSlotCount;

    /// <summary>Takes the memory of an index with that many entries, at least one, and owns it from now on.</summary>
    /// <param name="memory">The filter, then the fences.</param>
    /// <param name="entryCount">Entries of the index.</param>
    public LoadedFilter(LargeBuffer memory, long entryCount)
    {
        _memory = memory;
        _filterSize = (int)IndexFilter.SizeFor(entryCount);
        _groupFences = new ulong[IndexFilter.GroupCountFor(IndexPage.CountFor(entryCount))];
        for (var group = 0; group < _groupFences.Length; group++)
        {
            _groupFences[group] = IndexFences.FenceAt(Fences, group * IndexFilter.GroupPageCount);
        }

        _lastSlotCount = _filterSize - (int)IndexFilter.OffsetOf(_groupFences.Length - 1);
    }

    private ReadOnlySpan<byte> Fences => _memory.Span[_filterSize..];

    /// <summary>Gives the memory back.</summary>
    ~LoadedFilter() => _memory.Dispose();

    /// <summary>Whether a page may hold a chunk; false is certain.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public bool MayContain(ChunkPrefix prefix)
    {
        var mayContain = MayContain(prefix, _memory.Span);
        GC.KeepAlive(this);
        return mayContain;
    }

    /// <summary>Gives the memory back; nobody may look into it any more.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The first page that may hold a chunk.</summary>
    public int FirstPageFor(ChunkPrefix prefix)
    {
        var page = IndexFences.FirstPageFor(Fences, prefix);
        GC.KeepAlive(this);
        return page;
    }

    /// <summary>Whether a page begins after a chunk, so that neither it nor those after it hold it.</summary>
    public bool IsBeyond(int page, ChunkPrefix prefix)
    {
        var isBeyond = IndexFences.FenceAt(Fences, page) > prefix.High;
        GC.KeepAlive(this);
        return isBeyond;
    }

    private bool MayContain(ChunkPrefix prefix, ReadOnlySpan<byte> filter)
    {
        var group = GroupOf(prefix.High);
        while (!IndexFilter.MayContain(SlotsOf(group, filter), prefix))
        {
            group++;
            if (group >= _groupFences.Length || _groupFences[group] > prefix.High)
            {
                return false;
            }
        }

        return true;
    }

    private ReadOnlySpan<byte> SlotsOf(int group, ReadOnlySpan<byte> filter)
    {
        var count = group == _groupFences.Length - 1 ? _lastSlotCount : IndexFilter.SlotCountFor(IndexFilter.GroupEntryCountMax);
        return filter.Slice((int)IndexFilter.OffsetOf(group), count);
    }

    /// <summary>The last group that begins before all chunks with these first eight bytes, or the first group.</summary>
    private int GroupOf(ulong high)
    {
        var fences = _groupFences;
        var group = (int)Math.BigMul(high, (ulong)fences.Length, out _);
        for (var step = 0; step < StepCountMax; step++)
        {
            if (group > 0 && fences[group] >= high)
            {
                group--;
            }
            else if (group + 1 < fences.Length && fences[group + 1] < high)
            {
                group++;
            }
            else
            {
                return group;
            }
        }

        return SearchGroup(high);
    }

    private int SearchGroup(ulong high)
    {
        var low = 0;
        var end = _groupFences.Length;
        while (low < end)
        {
            var middle = (low + end) / 2;
            if (_groupFences[middle] < high)
            {
                low = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        return Math.Max(0, low - 1);
    }
}
