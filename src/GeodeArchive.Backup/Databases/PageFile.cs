using GeodeArchive.Backup.Storing;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Store;

namespace GeodeArchive.Backup.Databases;

/// <summary>A file of a checkpoint on its way into the backup: parts that are stored by many workers, each at its place.</summary>
internal sealed class PageFile
{
    private readonly byte[]? _superblock;
    private readonly PageCuts _cuts;
    private readonly PartContent?[] _parts;

    /// <summary>Starts a file.</summary>
    /// <param name="pages">Its pages.</param>
    /// <param name="name">Its name in its directory.</param>
    /// <param name="cuts">How it is cut.</param>
    /// <param name="superblock">Of the catalog: the page that commits the checkpoint.</param>
    public PageFile(CheckpointFile pages, FileName name, PageCuts cuts, byte[]? superblock = null)
    {
        Pages = pages;
        Name = name;
        _cuts = cuts;
        _superblock = superblock;
        _parts = new PartContent?[(pages.PageCount + cuts.PartPageCount - 1) / cuts.PartPageCount];
    }

    public CheckpointFile Pages { get; }

    public FileName Name { get; }

    public long Size => Pages.PageCount * StoreLimits.PageSize;

    public int PartCount => _parts.Length;

    public int WindowPageCount => _cuts.WindowPageCount;

    public bool IsCatalog => _superblock is not null;

    /// <summary>The pages of a part: the first, and the one behind the last.</summary>
    public (long First, long End) PagesOf(int part)
    {
        var first = part * _cuts.PartPageCount;
        return (first, Math.Min(first + _cuts.PartPageCount, Pages.PageCount));
    }

    /// <summary>Whether a page is in every backup anew, whatever the tree says: the superblock.</summary>
    public bool IsMadeUp(long page) => IsCatalog && page == PageCuts.SuperblockPage;

    /// <summary>Whether a page is a header or kept for superblocks, and no page of the tree.</summary>
    public bool IsFixed(long page) => page == 0 || (IsCatalog && page <= StoreLimits.SuperblockCount);

    /// <summary>
    /// Reads pages and checks those that are used; the others become zeros. In the place of a catalog's first superblock comes that of the
    /// checkpoint, whichever slot it is in.
    /// </summary>
    /// <returns>How many bytes were read from the file.</returns>
    /// <exception cref="StoreException">A page is damaged, or cannot be read.</exception>
    public int Read(PagePiece piece, Span<byte> bytes)
    {
        if (IsMadeUp(piece.First.Value))
        {
            _superblock!.CopyTo(bytes);
            return 0;
        }

        Pages.Read(piece.First, bytes);
        for (var index = 0; index < piece.Count; index++)
        {
            var number = new PageNumber(piece.First.Value + index);
            var page = bytes.Slice(index * StoreLimits.PageSize, StoreLimits.PageSize);
            if ((piece.Used >> index & 1) == 0)
            {
                page.Clear();
            }
            else if (number.Value == 0)
            {
                Pages.CheckHeader(page);
            }
            else
            {
                Pages.CheckPage(number, page);
            }
        }

        return bytes.Length;
    }

    /// <summary>Ends a part. Each is ended once, by whoever stored it.</summary>
    public void Complete(int part, PartContent content) => _parts[part] = content;

    /// <summary>The parts in order. Ask when all workers have ended.</summary>
    public IEnumerable<PartContent> TakeParts() => _parts.Select(part => part!);
}
