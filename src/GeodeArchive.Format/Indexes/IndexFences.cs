using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>
/// The fences of an index, the first 8 bytes of each page's first entry: they say in which page to look. See format-spec/index.md.
/// </summary>
public static class IndexFences
{
    /// <summary>Size of a fence, in bytes.</summary>
    public const int FenceSize = 8;

    /// <summary>Fence blocks of an index with that many pages.</summary>
    public static long BlockCountFor(long pageCount) => IndexFilter.BlockCountForSize(pageCount * FenceSize);

    /// <summary>Reads the fence of one page.</summary>
    /// <param name="fences">The payloads of the fence blocks, joined.</param>
    /// <param name="pageNumber">The page.</param>
    public static ulong FenceAt(ReadOnlySpan<byte> fences, int pageNumber) =>
        BinaryPrimitives.ReadUInt64BigEndian(fences[(pageNumber * FenceSize)..]);

    /// <summary>Sets the fence of one page.</summary>
    /// <param name="fences">The payloads of the fence blocks, joined.</param>
    /// <param name="pageNumber">The page.</param>
    /// <param name="first">The prefix of the page's first entry.</param>
    public static void Set(Span<byte> fences, int pageNumber, ChunkPrefix first) =>
        BinaryPrimitives.WriteUInt64BigEndian(fences[(pageNumber * FenceSize)..], first.High);

    /// <summary>
    /// The first page that may hold <paramref name="prefix"/>. Look at it and at those after it for as long as their fence is not greater
    /// than <see cref="ChunkPrefix.High"/>.
    /// </summary>
    /// <param name="fences">The payloads of the fence blocks, joined: at least one fence.</param>
    /// <param name="prefix">What is looked for.</param>
    public static int FirstPageFor(ReadOnlySpan<byte> fences, ChunkPrefix prefix)
    {
        int low = 0;
        int high = fences.Length / FenceSize;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (FenceAt(fences, middle) < prefix.High)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        // The page before the first fence that is not less may end with the prefix.
        return Math.Max(0, low - 1);
    }

    /// <summary>
    /// Refuses fences that descend with <c>bad-order</c>, and another number of them than pages with <c>bad-reference</c>.
    /// </summary>
    /// <param name="fences">The payloads of the fence blocks, joined.</param>
    /// <param name="pageCount">As in the footer.</param>
    /// <param name="blockOffset">Where the first fence block's header is, for errors.</param>
    /// <exception cref="ArchiveFormatException">They are not in order.</exception>
    public static void Check(ReadOnlySpan<byte> fences, long pageCount, long blockOffset)
    {
        Place place = Place.Decoding("index fences", blockOffset);
        place.Require(fences.Length == pageCount * FenceSize, FormatError.BadReference, "the number of fences is not that of the pages");
        for (int i = 1; i < pageCount; i++)
        {
            place.Require(FenceAt(fences, i - 1) <= FenceAt(fences, i), FormatError.BadOrder, "fences descend");
        }
    }
}
