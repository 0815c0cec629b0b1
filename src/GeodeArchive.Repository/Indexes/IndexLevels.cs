namespace GeodeArchive.Repository.Indexes;

/// <summary>
/// Which indexes are to become one: a look-up asks every index, so there must be few, and each entry must not be written again too often.
/// An index is of level n if it has fewer than 32,768 x 8^n entries; eight of one level become one of a higher level, with all that are
/// smaller.
/// </summary>
internal static class IndexLevels
{
    private const long FirstLevelSize = 32_768;
    private const int IndexesOfLevelMax = 7;

    private const int LevelFactor = 8;

    /// <summary>A filter of more could not be loaded.</summary>
    public const long EntryCountMax = 800_000_000;

    /// <summary>The indexes to merge, by their place; empty if there are few enough.</summary>
    /// <param name="entryCounts">Entries of each index.</param>
    /// <param name="entryCountMax">So many at most are merged into one.</param>
    public static IReadOnlyList<int> Choose(IReadOnlyList<long> entryCounts, long entryCountMax = EntryCountMax)
    {
        var highest = -1;
        var counts = new int[64];
        var sizes = new long[counts.Length];
        for (var i = 0; i < entryCounts.Count; i++)
        {
            counts[LevelOf(entryCounts[i])]++;
            sizes[LevelOf(entryCounts[i])] += entryCounts[i];
        }

        // What is merged may fill the level that it comes to.
        long merged = 0;
        for (var level = 0; level < counts.Length; level++)
        {
            var arrives = merged > 0 && LevelOf(merged) == level ? 1 : 0;
            var size = sizes.Take(level + 1).Sum();
            if (counts[level] + arrives > IndexesOfLevelMax && size <= entryCountMax)
            {
                highest = level;
                merged = size;
            }
        }

        return [.. Enumerable.Range(0, entryCounts.Count).Where(i => LevelOf(entryCounts[i]) <= highest)];
    }

    private static int LevelOf(long entryCount)
    {
        var level = 0;
        for (; entryCount >= FirstLevelSize; entryCount /= LevelFactor)
        {
            level++;
        }

        return level;
    }
}
