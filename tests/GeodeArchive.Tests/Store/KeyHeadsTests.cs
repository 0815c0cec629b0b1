using GeodeArchive.Format;
using GeodeArchive.Simulation;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Tests.Store;

/// <summary>The quick search of a page finds what the plain one finds.</summary>
public sealed class KeyHeadsTests
{
    [Fact]
    public void The_quick_search_finds_what_the_plain_one_finds()
    {
        var random = new SeededRandom(1);
        var quickCount = 0;
        for (var round = 0; round < 400; round++)
        {
            var page = NewPage(random, round);
            var heads = KeyHeads.Of(page);
            quickCount += heads is null ? 0 : 1;
            for (var probe = 0; probe < 100 && heads is not null; probe++)
            {
                var key = probe < 50 ? NewKey(random, round) : CellPage.Key(page, 1 + random.Next(CellPage.Count(page) - 1)).ToArray();
                var expected = CellPage.Find(page, key, out var isThere);
                Assert.Equal(expected, heads.Find(page, key, out var isFound));
                Assert.Equal(isThere, isFound);
            }
        }

        Assert.InRange(quickCount, 200, 400);
    }

    private static byte[] NewPage(SeededRandom random, int round)
    {
        var isInner = round % 3 == 0;
        var page = new byte[StoreLimits.PageSize];
        CellPage.Clear(page, isInner ? StorePageKind.Inner : StorePageKind.Leaf, isInner ? 1 : 0);
        var value = new byte[isInner ? BlockPointer.Size : 0];
        if (isInner)
        {
            CellPage.TryInsert(page, 0, default, value);
        }

        var wanted = random.Next(random.OneIn(2) ? 40 : 2000);
        for (var count = 0; count < wanted; count++)
        {
            var key = NewKey(random, round);
            var slot = CellPage.Find(page, key, out var isThere);
            if (!isThere && !CellPage.TryInsert(page, slot, key, value))
            {
                break;
            }
        }

        return page;
    }

    /// <summary>Of few letters and many lengths, so that heads are alike and keys are each other's beginnings.</summary>
    private static byte[] NewKey(SeededRandom random, int round)
    {
        var prefix = round % 5 * 3;
        var key = new byte[prefix + 1 + random.Next(round % 2 == 0 ? 3 : 9)];
        for (var index = 0; index < key.Length; index++)
        {
            key[index] = index < prefix && !random.OneIn(500) ? (byte)7 : (byte)random.Next(round % 7 == 0 ? 256 : 3);
        }

        return key;
    }
}
