using GeodeArchive.Format;

namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Filter and fences of an index in memory, 1.15 bytes for each entry: says in which pages a chunk may be, without reading one. Immutable.
/// </summary>
internal sealed class LoadedFilter
{
    /// <summary>Ids are spread evenly, so the group is next to where it is looked for first; made-up ids cost a search.</summary>
    private const int StepCountMax = 8;

    private readonly byte[] _filter;
    private readonly byte[] _fences;
    private readonly ulong[] _groupFences;
    private readonly int _lastSlotCount;

    /// <summary>Takes filter and fences of an index with that many entries, at least one.</summary>
    public LoadedFilter(byte[] filter, byte[] fences, long entryCount)
    {
        _filter = filter;
        _fences = fences;
        _groupFences = new ulong[IndexFilter.GroupCountFor(IndexPage.CountFor(entryCount))];
        for (var group = 0; group < _groupFences.Length; group++)
        {
            _groupFences[group] = IndexFences.FenceAt(fences, group * IndexFilter.GroupPageCount);
        }

        _lastSlotCount = filter.Length - (int)IndexFilter.OffsetOf(_groupFences.Length - 1);
    }

    /// <summary>Whether a page may hold a chunk; false is certain.</summary>
    public bool MayContain(ChunkPrefix prefix)
    {
        var group = GroupOf(prefix.High);
        while (!IndexFilter.MayContain(SlotsOf(group), prefix))
        {
            group++;
            if (group >= _groupFences.Length || _groupFences[group] > prefix.High)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first page that may hold a chunk.</summary>
    public int FirstPageFor(ChunkPrefix prefix) => IndexFences.FirstPageFor(_fences, prefix);

    /// <summary>Whether a page begins after a chunk, so that neither it nor those after it hold it.</summary>
    public bool IsBeyond(int page, ChunkPrefix prefix) => IndexFences.FenceAt(_fences, page) > prefix.High;

    private ReadOnlySpan<byte> SlotsOf(int group)
    {
        var count = group == _groupFences.Length - 1 ? _lastSlotCount : IndexFilter.SlotCountFor(IndexFilter.GroupEntryCountMax);
        return _filter.AsSpan((int)IndexFilter.OffsetOf(group), count);
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
