using GeodeArchive.Format;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store.Trees;

/// <summary>
/// A value that is filled in pieces, straight into the pages that will hold it. For the writer; what is built and not put takes memory
/// until nobody refers to it, and counts as dirty until the next checkpoint.
/// </summary>
public sealed class ValueBuilder
{
    private readonly Tree _tree;
    private readonly List<TreePage> _pages = [];
    private bool _isComplete;

    internal ValueBuilder(Tree tree) => _tree = tree;

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    internal ReadOnlySpan<byte> SmallValue => _pages.Count == 0 ? default : PointerPage.Body(_pages[0].Bytes.AsSpan())[..Length];

    /// <summary>Appends a copy of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentException">The value would have more than 64 MiB.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("The value was put.");
        }

        if (Length + (long)bytes.Length > StoreLimits.ValueSizeMax)
        {
            throw new ArgumentException($"A value has at most {StoreLimits.ValueSizeMax} bytes.", nameof(bytes));
        }

        while (!bytes.IsEmpty)
        {
            var start = Length % StoreLimits.BodySize;
            if (start == 0)
            {
                _pages.Add(_tree.NewOverflowPage(0, 0));
            }

            var page = _pages[^1].Bytes;
            var part = bytes[..Math.Min(bytes.Length, StoreLimits.BodySize - start)];
            part.CopyTo(PointerPage.Body(page.AsSpan())[start..]);
            PointerPage.SetExtent(page, start + part.Length);
            Length += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>The page at the top; null if the value is small enough to be beside its key.</summary>
    internal TreePage? Complete(Tree tree)
    {
        if (tree != _tree || _isComplete)
        {
            throw new InvalidOperationException("The value was put, or is another tree's.");
        }

        _isComplete = true;
        if (Length <= StoreLimits.InlineValueSizeMax)
        {
            tree.Forget(_pages.Count);
            return null;
        }

        var level = _pages;
        for (var number = 1; level.Count > 1; number++)
        {
            var above = new List<TreePage>();
            foreach (var children in level.Chunk(StoreLimits.PointerCountMax))
            {
                above.Add(MakePointers(number, children));
            }

            level = above;
        }

        return level[0];
    }

    private TreePage MakePointers(int level, TreePage[] children)
    {
        var page = _tree.NewOverflowPage(level, children.Sum(child => PointerPage.Extent(child.Bytes)));
        PointerPage.SetCount(page.Bytes, children.Length);
        for (var slot = 0; slot < children.Length; slot++)
        {
            page.SetChild(slot, children[slot]);
        }

        return page;
    }
}
