using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store.Pages;

/// <summary>The pages of one file, through the cache, each checked against the pointer that led to it.</summary>
internal sealed class PageSource
{
    private readonly PageCache _cache;
    private readonly int _cacheFile;
    private readonly StoreFile _file;

    internal PageSource(StoreFile file, FileId fileId, PageCache cache, int cacheFile)
    {
        _file = file;
        FileId = fileId;
        _cache = cache;
        _cacheFile = cacheFile;
    }

    /// <summary>The file's name, for messages.</summary>
    internal string Name => _file.Name;

    internal FileId FileId { get; }

    /// <summary>The page of a leaf's or inner page's child.</summary>
    internal TreePage Child(TreePage parent, int slot)
    {
        if (parent.Child(slot) is { } child)
        {
            return child;
        }

        var level = parent.Level - 1;
        return Load(CellPage.Pointer(parent.Bytes, slot), level == 0 ? StorePageKind.Leaf : StorePageKind.Inner, level);
    }

    /// <summary>The root of a tree: a leaf or an inner page of any level.</summary>
    internal TreePage LoadRoot(in BlockPointer pointer)
    {
        var page = _cache.Find(_cacheFile, pointer) ?? Read(pointer, null, 0);
        return page.Kind is StorePageKind.Leaf or StorePageKind.Inner
            ? page
            : throw Damage(pointer, FormatError.BadKind, "the page is not of a tree");
    }

    /// <summary>A page.</summary>
    /// <exception cref="StoreException">It is damaged, or cannot be read.</exception>
    internal TreePage Load(in BlockPointer pointer, StorePageKind kind, int level)
    {
        var page = _cache.Find(_cacheFile, pointer) ?? Read(pointer, kind, level);
        return page.Kind == kind && page.Level == level
            ? page
            : throw Damage(pointer, FormatError.BadKind, $"the page is not of kind {kind}, level {level}");
    }

    /// <summary>Reads a page past the cache.</summary>
    internal void ReadUncached(in BlockPointer pointer, StorePageKind? kind, int level, Span<byte> page)
    {
        try
        {
            if (!_file.Device.TryRead(pointer.Page, page))
            {
                throw Damage(pointer, FormatError.Truncated, "the file ends before the page");
            }
        }
        catch (FileException error)
        {
            throw StoreException.From(error);
        }

        Check(pointer, kind, level, page);
    }

    /// <summary>Checks a page that was read.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    internal void Check(in BlockPointer pointer, StorePageKind? kind, int level, ReadOnlySpan<byte> page)
    {
        try
        {
            if (kind is { } wanted)
            {
                StorePage.Check(page, pointer, FileId, wanted, level);
            }
            else
            {
                var header = StorePage.CheckAlone(page, pointer.Page);
                StorePage.Check(page, pointer, FileId, header.Kind, header.Level);
            }
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage(Name, damage);
        }
    }

    /// <summary>Reads whole pages as they are; false if that is not possible.</summary>
    internal bool TryReadRaw(PageNumber first, Span<byte> pages)
    {
        try
        {
            return _file.Device.TryRead(first, pages);
        }
        catch (FileException)
        {
            return false;
        }
    }

    /// <summary>Reads whole pages as they are, past the cache; nothing is checked.</summary>
    /// <exception cref="StoreException">The file ends before them, or cannot be read.</exception>
    internal void ReadRaw(PageNumber first, Span<byte> pages)
    {
        try
        {
            if (!_file.Device.TryRead(first, pages))
            {
                throw StoreException.Damage(Name, FormatError.Truncated, "page", first, "the file ends before the page");
            }
        }
        catch (FileException error)
        {
            throw StoreException.From(error);
        }
    }

    /// <summary>Puts a page that was written into the cache.</summary>
    internal void Keep(TreePage page) => _cache.Add(_cacheFile, page);

    private TreePage Read(in BlockPointer pointer, StorePageKind? kind, int level)
    {
        var bytes = TreePage.AllocateBytes();
        ReadUncached(pointer, kind, level, bytes);
        return _cache.Add(_cacheFile, new TreePage(bytes, pointer));
    }

    private StoreException Damage(in BlockPointer pointer, FormatError error, string detail) =>
        StoreException.Damage(Name, error, "page", pointer.Page, detail);
}
