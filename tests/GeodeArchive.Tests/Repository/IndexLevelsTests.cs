using GeodeArchive.Repository.Indexes;

namespace GeodeArchive.Tests.Repository;

public sealed class IndexLevelsTests
{
    [Fact]
    public void Seven_indexes_of_a_size_stay_and_eight_become_one_with_all_smaller_ones()
    {
        Assert.Empty(IndexLevels.Choose([]));
        Assert.Empty(IndexLevels.Choose([1, 2, 3, 4, 5, 6, 7]));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], IndexLevels.Choose([1, 2, 3, 4, 5, 6, 7, 8]));
        Assert.Equal([0, 2, 3, 4, 5, 6, 7, 8, 9], IndexLevels.Choose([3, 3_000_000, .. Enumerable.Repeat(40_000L, 8)]));
    }

    [Fact]
    public void What_is_merged_may_fill_the_next_level() =>
        Assert.Equal(15, IndexLevels.Choose([.. Enumerable.Repeat(5000L, 8), .. Enumerable.Repeat(40_000L, 7)]).Count);

    [Fact]
    public void Indexes_whose_filter_could_not_be_loaded_are_not_made() =>
        Assert.Empty(IndexLevels.Choose([.. Enumerable.Repeat(150_000_000L, 8)]));

    [Fact]
    public void Indexes_stay_few_and_entries_are_seldom_written_again()
    {
        var random = new Random(1);
        List<long> counts = [];
        long added = 0;
        long written = 0;
        for (var i = 0; i < 20_000; i++)
        {
            counts.Add(random.Next(100) == 0 ? random.Next(1, 2_000_000) : random.Next(1, 5000));
            added += counts[^1];
            var chosen = IndexLevels.Choose(counts);
            if (chosen.Count > 0)
            {
                var merged = chosen.Sum(place => counts[place]);
                written += merged;
                counts = [.. counts.Where((_, place) => !chosen.Contains(place)), merged];
            }

            Assert.InRange(counts.Count, 1, 7 * 5);
        }

        Assert.InRange(written, 0, added * 5);
    }
}
