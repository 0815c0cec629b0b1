using GeodeArchive.Format;
using GeodeArchive.Store.Files;

namespace GeodeArchive.Store.Checking;

/// <summary>
/// Looks keys of a tree up, straight from its file: keeps one page of each level, so that keys that are asked for in their order cost one
/// read of each page. For one worker.
/// </summary>
internal sealed class KeyLookup(IPageDevice device, FileId file, BlockPointer root)
{
    private readonly byte[]?[] _pages = new byte[StoreLimits.TreeLevelMax + 1][];
    private readonly BlockPointer[] _pointers = new BlockPointer[StoreLimits.TreeLevelMax + 1];
    private int _slot;
    private byte[]? _leaf;

    /// <summary>The value that was found, if it is beside its key; else null.</summary>
    internal byte[]? Value => _leaf is null || CellPage.IsOverflow(_leaf, _slot) ? null : CellPage.Value(_leaf, _slot).ToArray();

    /// <summary>Whether there is a key; null if a page on the way to it is damaged.</summary>
    internal bool? Contains(ReadOnlySpan<byte> key)
    {
        _leaf = null;
        if (root.IsNone)
        {
            return false;
        }

        var pointer = root;
        for (var depth = 0; ; depth++)
        {
            if (Load(depth, pointer) is not { } page)
            {
                return null;
            }

            if (CellPage.Level(page) == 0)
            {
                _slot = CellPage.Find(page, key, out var found);
                _leaf = found ? page : null;
                return found;
            }

            pointer = CellPage.Pointer(page, CellPage.FindChild(page, key));
        }
    }

    private byte[]? Load(int depth, BlockPointer pointer)
    {
        if (_pages[depth] is { } kept && _pointers[depth] == pointer)
        {
            return kept;
        }

        var page = _pages[depth] ?? new byte[StoreLimits.PageSize];
        _pages[depth] = null;
        try
        {
            if (!device.TryRead(pointer.Page, page))
            {
                return null;
            }

            // The root may be on any level, and a child is on the one below.
            var header = StorePage.CheckAlone(page, pointer.Page);
            var level = depth == 0 ? header.Level : CellPage.Level(_pages[depth - 1]) - 1;
            StorePage.Check(page, pointer, file, level == 0 ? StorePageKind.Leaf : StorePageKind.Inner, level);
        }
        catch (ArchiveFormatException)
        {
            // Whoever walks the tree reports it.
            return null;
        }

        _pages[depth] = page;
        _pointers[depth] = pointer;
        return page;
    }
}
