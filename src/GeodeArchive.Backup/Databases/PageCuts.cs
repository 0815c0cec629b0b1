using GeodeArchive.Format;

namespace GeodeArchive.Backup.Databases;

/// <summary>How the files of a store are cut: see format-spec/tree.md.</summary>
/// <param name="PartPageCount">Pages of a part.</param>
/// <param name="WindowPageCount">Pages of the largest chunk.</param>
internal readonly record struct PageCuts(long PartPageCount, int WindowPageCount)
{
    /// <summary>More pages than this are never one chunk.</summary>
    public const int WindowPageCountMax = 64;

    /// <summary>The page of the catalog that the checkpoint's superblock is put into.</summary>
    public const int SuperblockPage = 1;

    /// <summary>As a repository wants it.</summary>
    public static PageCuts From(RepositorySection parameters) => new(
        parameters.PartSize / StoreLimits.PageSize,
        Math.Clamp(parameters.ExtentSize / StoreLimits.PageSize, 1, WindowPageCountMax));
}
