using GeodeArchive.Format;

namespace GeodeArchive.Backup.Databases;

/// <summary>A stretch of a file of the store: stored already, or to be read and stored as one chunk.</summary>
/// <param name="Kept">What is stored already, or a hole.</param>
/// <param name="First">The first page to be read.</param>
/// <param name="Count">How many, up to 64; 0 where nothing is to be read.</param>
/// <param name="Used">Which of them are used, lowest bit first; the others are zeros in the backup.</param>
internal readonly record struct PagePiece(Extent Kept, PageNumber First, int Count, ulong Used)
{
    /// <summary>Whether pages are to be read.</summary>
    public bool IsRead => Count > 0;

    public static PagePiece Keep(Extent extent) => new(extent, default, 0, 0);

    public static PagePiece Read(long first, int count, ulong used) => new(default, new PageNumber(first), count, used);

    /// <summary>A run of pages that are all used.</summary>
    public static PagePiece ReadAll(long first, int count) => Read(first, count, ulong.MaxValue);
}
