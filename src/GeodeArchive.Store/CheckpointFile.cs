using GeodeArchive.Format;
using GeodeArchive.Store.Pages;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store;

/// <summary>
/// The pages of one file of a checkpoint, as they are in the file. Read past the page cache. Safe for several workers; valid as long as
/// the checkpoint is held.
/// </summary>
public sealed class CheckpointFile
{
    private readonly StoreCheckpoint _checkpoint;
    private readonly PageSource _source;
    private readonly FileSpace _space;

    internal CheckpointFile(StoreCheckpoint checkpoint, PageSource source, FileSpace space, GraphId graph)
    {
        _checkpoint = checkpoint;
        _source = source;
        _space = space;
        Graph = graph;
    }

    /// <summary>The graph; 0 for the catalog.</summary>
    public GraphId Graph { get; }

    /// <summary>The file, relative to the data directory.</summary>
    public string Name => _source.Name;

    /// <summary>Pages that the checkpoint knows of; behind them it uses none.</summary>
    public long PageCount => _space.PageCount;

    /// <summary>Which of its pages the checkpoint uses. Takes 16 MiB of memory for every TiB of the file.</summary>
    /// <exception cref="StoreException">The space map is damaged, or cannot be read.</exception>
    public UsedPages ReadUsedPages()
    {
        var map = new SpaceMap(1);
        map.Load(_source, _space);
        return new UsedPages(map);
    }

    /// <summary>Goes through its pages that were born after a generation: see <see cref="StoreCheckpoint.WalkPages"/>.</summary>
    public PageWalk Walk(Generation bornAfter) => _checkpoint.WalkPages(Graph, bornAfter);

    /// <summary>Reads whole pages, of which nothing is checked.</summary>
    /// <exception cref="StoreException">The file ends before them, or cannot be read.</exception>
    public void Read(PageNumber first, Span<byte> pages) => _source.ReadRaw(first, pages);

    /// <summary>Checks page 0: it must be the header of this very file.</summary>
    /// <exception cref="StoreException">It is damaged, or of another file.</exception>
    public void CheckHeader(ReadOnlySpan<byte> page)
    {
        try
        {
            var header = StoreFileHeader.Decode(page);
            header.Expect(_checkpoint.Superblock.DatabaseId, Graph);
            header.ExpectFile(_source.FileId);
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage(Name, damage);
        }
    }

    /// <summary>Checks a page that the checkpoint uses, as far as that is possible without the pointer to it.</summary>
    /// <exception cref="StoreException">It is damaged, or another one.</exception>
    public void CheckPage(PageNumber number, ReadOnlySpan<byte> page)
    {
        try
        {
            var header = StorePageHeader.Decode(page, number.Offset);
            if (header.Page != number || header.FileId != _source.FileId || header.Birth > _checkpoint.Superblock.Generation)
            {
                throw new ArchiveFormatException(
                    FormatError.BadIdentity,
                    "page",
                    number.Offset,
                    $"it is page {header.Page} of generation {header.Birth}, or of another file");
            }
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage(Name, damage);
        }
    }
}
