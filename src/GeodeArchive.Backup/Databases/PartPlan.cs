using System.Numerics;
using GeodeArchive.Format;
using GeodeArchive.Store;

namespace GeodeArchive.Backup.Databases;

/// <summary>Puts together what a part of a file is made of: pieces in order, without gaps, holes as long as they can be.</summary>
internal sealed class PartPlan
{
    private readonly List<PagePiece> _pieces = [];

    /// <summary>The pieces so far.</summary>
    public IReadOnlyList<PagePiece> Pieces => _pieces;

    /// <summary>
    /// All of a part: what is used of each window is one chunk, from the first to the last used page. The header, and the
    /// superblock, are chunks of their own: they tell which file and which checkpoint it is.
    /// </summary>
    public static IReadOnlyList<PagePiece> Full(PageFile file, int part, UsedPages used)
    {
        var plan = new PartPlan();
        var (page, end) = file.PagesOf(part);
        while (page < end)
        {
            if (page == 0 || file.IsMadeUp(page))
            {
                plan._pieces.Add(PagePiece.ReadAll(page++, 1));
                continue;
            }

            var windowEnd = Math.Min(end, ((page / file.WindowPageCount) + 1) * file.WindowPageCount);
            plan.AddWindow(file, page, windowEnd, used);
            page = windowEnd;
        }

        return plan._pieces;
    }

    /// <summary>
    /// What a part of the parent is, but for the pages that changed: each run of those is one chunk, of at most a window's pages.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="part">The part.</param>
    /// <param name="before">The parent's extents of it, of whole pages; what it has less is a hole.</param>
    /// <param name="changed">Pages that changed.</param>
    public static IReadOnlyList<PagePiece> Changed(PageFile file, int part, IReadOnlyList<Extent> before, PageSet changed)
    {
        var plan = new PartPlan();
        var (first, end) = file.PagesOf(part);
        var extents = new ExtentCutter(before);
        for (var page = first; page < end;)
        {
            if (!changed.Contains(page))
            {
                var next = changed.FindNext(page, end);
                extents.Take(page - first, next - page, plan.AddKept);
                page = next;
                continue;
            }

            var count = 1;
            while (count < file.WindowPageCount && page + count < end && !file.IsMadeUp(page) && !file.IsMadeUp(page + count)
                && changed.Contains(page + count))
            {
                count++;
            }

            plan._pieces.Add(PagePiece.ReadAll(page, count));
            page += count;
        }

        return plan._pieces;
    }

    private void AddKept(Extent extent)
    {
        if (_pieces.Count > 0 && !_pieces[^1].IsRead && TryJoin(_pieces[^1].Kept, extent, out var joined))
        {
            _pieces[^1] = PagePiece.Keep(joined);
            return;
        }

        _pieces.Add(PagePiece.Keep(extent));
    }

    private static bool TryJoin(Extent before, Extent next, out Extent joined)
    {
        joined = before with { Length = before.Length + next.Length };
        return before.Kind == next.Kind
            && (before.Kind == ExtentKind.Hole
                || (before.Kind == ExtentKind.ChunkPart
                    && before.ChunkId == next.ChunkId
                    && before.Offset + before.Length == next.Offset));
    }

    private void AddHole(long pageCount)
    {
        if (pageCount > 0)
        {
            AddKept(Extent.Hole(pageCount * StoreLimits.PageSize));
        }
    }

    private void AddWindow(PageFile file, long first, long end, UsedPages used)
    {
        var mask = 0UL;
        for (var page = first; page < end; page++)
        {
            if (!file.IsFixed(page) && used.Contains(new PageNumber(page)))
            {
                mask |= 1UL << (int)(page - first);
            }
        }

        if (mask == 0)
        {
            AddHole(end - first);
            return;
        }

        var low = BitOperations.TrailingZeroCount(mask);
        var count = PageCuts.WindowPageCountMax - BitOperations.LeadingZeroCount(mask) - low;
        AddHole(low);
        _pieces.Add(PagePiece.Read(first + low, count, mask >> low));
        AddHole(end - first - low - count);
    }
}
