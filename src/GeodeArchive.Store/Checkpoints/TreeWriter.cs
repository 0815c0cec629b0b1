using GeodeArchive.Format;
using GeodeArchive.Store.Pages;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store.Checkpoints;

/// <summary>Writes the pages of a frozen tree that are not in the file yet: children first, each to the next free place.</summary>
internal sealed class TreeWriter
{
    private readonly PageWriter _writer;
    private readonly SpaceMap _space;
    private readonly List<TreePage> _written;

    /// <summary>Makes a writer that notes what it wrote in <paramref name="written"/>.</summary>
    internal TreeWriter(PageWriter writer, SpaceMap space, List<TreePage> written)
    {
        _writer = writer;
        _space = space;
        _written = written;
    }

    /// <summary>Writes a page and what is below it, where that is not durable.</summary>
    internal BlockPointer Write(TreePage page)
    {
        if (page.IsDurable)
        {
            return page.Location;
        }

        var count = page.HasChildren ? page.Count : 0;
        for (var slot = 0; slot < count; slot++)
        {
            if (page.Child(slot) is { } child)
            {
                Write(child);
            }
        }

        var image = _writer.Begin(_space.Allocate());
        var hasCells = page.Kind is StorePageKind.Leaf or StorePageKind.Inner;
        if (hasCells)
        {
            CellPage.EncodeTo(page.Bytes, image);
        }
        else
        {
            page.Bytes.CopyTo(image);
        }

        for (var slot = 0; slot < count; slot++)
        {
            if (page.Child(slot) is not { } child)
            {
                continue;
            }

            if (hasCells)
            {
                CellPage.SetPointer(image, slot, child.Location);
            }
            else
            {
                PointerPage.SetPointer(image, slot, child.Location);
            }
        }

        page.Location = _writer.Seal();
        _written.Add(page);
        return page.Location;
    }
}
