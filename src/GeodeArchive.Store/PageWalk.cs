using GeodeArchive.Format;
using GeodeArchive.Store.Pages;

namespace GeodeArchive.Store;

/// <summary>
/// Goes through the pages of a file that a checkpoint uses, parents first. What was born at or before a generation is left out with all
/// that is
/// below it, unread: it has not changed since. Reads past the page cache. For one worker.
/// </summary>
public sealed class PageWalk
{
    private readonly PageSource _source;
    private readonly PageReadAhead _pages;
    private readonly Generation _bornAfter;
    private readonly Stack<Step> _steps = new();
    private readonly byte[] _page = new byte[StoreLimits.PageSize];

    internal PageWalk(PageSource source, BlockPointer root, BlockPointer space, long pageCount, Generation bornAfter)
    {
        _source = source;
        _pages = new PageReadAhead(source);
        _bornAfter = bornAfter;
        var leafCount = (pageCount + StoreLimits.SpacePageCoverage - 1) / StoreLimits.SpacePageCoverage;
        Push(space, StorePageKind.Space, StorePage.LevelFor(leafCount));
        Push(root, null, 0);
    }

    private PageWalk(PageSource source, Generation bornAfter, IEnumerable<Step> steps)
    {
        _source = source;
        _pages = new PageReadAhead(source);
        _bornAfter = bornAfter;
        _steps = new Stack<Step>(steps);
    }

    /// <summary>Subtrees that it has come to and not gone through.</summary>
    public int SubtreeCount => _steps.Count;

    /// <summary>The page that the walk is at.</summary>
    public BlockPointer Pointer { get; private set; }

    /// <summary>Its bytes; valid until the next move.</summary>
    public ReadOnlySpan<byte> Bytes => _page;

    /// <summary>What it holds.</summary>
    public StorePageKind Kind => CellPage.Kind(_page);

    /// <summary>
    /// Divides what is left of the walk into several, which together go through all of it, each for a worker. This one ends.
    /// </summary>
    /// <param name="count">At most so many; 1 or more.</param>
    public IReadOnlyList<PageWalk> Divide(int count)
    {
        // Neighbours stay together: they lie close to each other in the file.
        Step[] steps = [.. _steps];
        _steps.Clear();
        var size = Math.Max(1, (steps.Length + count - 1) / count);
        return [.. steps.Chunk(size).Select(part => new PageWalk(_source, _bornAfter, Enumerable.Reverse(part)))];
    }

    /// <summary>Goes to the next page; false after the last.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public bool MoveNext()
    {
        if (!_steps.TryPop(out var step))
        {
            return false;
        }

        _pages.Read(step.Pointer, step.Kind, step.Level, _page);
        Pointer = step.Pointer;
        PushChildren();
        return true;
    }

    private void PushChildren()
    {
        var kind = Kind;
        var level = CellPage.Level(_page);
        for (var slot = CellPage.Count(_page) - 1; slot >= 0; slot--)
        {
            if (kind is StorePageKind.Overflow or StorePageKind.Space)
            {
                Push(PointerPage.Pointer(_page, slot), kind, level - 1);
            }
            else if (kind == StorePageKind.Inner)
            {
                Push(CellPage.Pointer(_page, slot), level == 1 ? StorePageKind.Leaf : StorePageKind.Inner, level - 1);
            }
            else if (CellPage.IsOverflow(_page, slot))
            {
                var reference = OverflowReference.Read(CellPage.Value(_page, slot));
                Push(reference.Root, StorePageKind.Overflow, reference.Level);
            }
        }
    }

    private void Push(BlockPointer pointer, StorePageKind? kind, int level)
    {
        if (!pointer.IsNone && pointer.Birth > _bornAfter)
        {
            _steps.Push(new Step(pointer, kind, level));
        }
    }

    private readonly record struct Step(BlockPointer Pointer, StorePageKind? Kind, int Level);
}
