using GeodeArchive.Format;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store;

/// <summary>Which pages of a file a checkpoint uses. Immutable.</summary>
public sealed class UsedPages
{
    private readonly SpaceMap _map;

    internal UsedPages(SpaceMap map) => _map = map;

    /// <summary>Whether a page is used.</summary>
    public bool Contains(PageNumber page) => _map.IsUsed(page);
}
