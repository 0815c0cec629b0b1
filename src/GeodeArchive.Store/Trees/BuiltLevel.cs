using GeodeArchive.Format;

namespace GeodeArchive.Store.Trees;

/// <summary>The page of a level that a <see cref="TreeBuilder"/> is filling.</summary>
internal sealed class BuiltLevel
{
    private readonly int _level;

    internal BuiltLevel(int level)
    {
        _level = level;
        Clear([]);
    }

    internal byte[] Page { get; } = new byte[StoreLimits.PageSize];

    /// <summary>What tells the page from the one before it; empty in the first.</summary>
    internal byte[] LowKey { get; private set; } = [];

    /// <summary>Bytes of the body that are in use.</summary>
    internal int Size { get; set; }

    internal void Clear(byte[] lowKey)
    {
        CellPage.Clear(Page, _level == 0 ? StorePageKind.Leaf : StorePageKind.Inner, _level);
        LowKey = lowKey;
        Size = 0;
    }
}
