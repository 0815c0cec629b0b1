using GeodeArchive.Format;

namespace GeodeArchive.Backup.Databases;

/// <summary>How the pages of a store file are cut into chunks: see format-spec/tree.md.</summary>
internal static class PageWindow
{
    /// <summary>Pages of the largest chunk: 1 MiB.</summary>
    public const int PageCount = 64;

    /// <summary>Bytes of it.</summary>
    public const int Size = PageCount * StoreLimits.PageSize;

    /// <summary>The page of the catalog that the checkpoint's superblock is put into.</summary>
    public const int SuperblockPage = 1;
}
