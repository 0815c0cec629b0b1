using GeodeArchive.Format;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>The root of a tree: a page in memory, or a pointer to one; neither if the tree is empty.</summary>
internal readonly record struct TreeRoot(TreePage? Page, BlockPointer Pointer)
{
    internal bool IsEmpty => Page is null && Pointer.IsNone;

    /// <summary>The page, read if need be.</summary>
    internal TreePage Load(PageSource source) => Page ?? source.LoadRoot(Pointer);
}
