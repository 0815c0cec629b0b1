using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>Finds a key from a root.</summary>
internal static class TreeSearch
{
    internal static bool TryGet(PageSource source, TreePage root, scoped ReadOnlySpan<byte> key, out TreeValue value)
    {
        var page = root;
        while (page.Level > 0)
        {
            page = source.Child(page, page.FindChild(key));
        }

        var slot = page.Find(key, out var found);
        value = found ? new TreeValue(source, page, slot) : default;
        return found;
    }
}
