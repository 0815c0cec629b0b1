using System.Numerics;

namespace GeodeArchive.Backup.Databases;

/// <summary>A set of pages of a file: one bit a page, 8 MiB for every TiB of it. Several workers can add to it.</summary>
internal sealed class PageSet
{
    private const int WordBits = 64;

    private readonly ulong[] _words;
    private readonly long _pageCount;

    /// <summary>An empty set of pages from 0 to before <paramref name="pageCount"/>.</summary>
    public PageSet(long pageCount)
    {
        _pageCount = pageCount;
        _words = new ulong[(pageCount + WordBits - 1) / WordBits];
    }

    /// <summary>Pages in it.</summary>
    public long Count => _words.Sum(word => (long)BitOperations.PopCount(word));

    public bool Contains(long page) => (_words[page / WordBits] >> (int)(page % WordBits) & 1) != 0;

    /// <summary>Adds a page; false if the file has no such page.</summary>
    public bool TryAdd(long page)
    {
        if (page < 0 || page >= _pageCount)
        {
            return false;
        }

        Interlocked.Or(ref _words[page / WordBits], 1UL << (int)(page % WordBits));
        return true;
    }

    /// <summary>
    /// The first page of the set at or behind <paramref name="from"/>; <paramref name="end"/> if there is none before that.
    /// </summary>
    public long FindNext(long from, long end)
    {
        while (from < end)
        {
            var rest = _words[from / WordBits] >> (int)(from % WordBits);
            if (rest != 0)
            {
                return Math.Min(end, from + BitOperations.TrailingZeroCount(rest));
            }

            from = ((from / WordBits) + 1) * WordBits;
        }

        return end;
    }
}
