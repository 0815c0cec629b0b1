using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GeodeArchive.Format;

/// <summary>The plain payload of an index's footer block: see format-spec/index.md. Immutable.</summary>
public sealed class IndexFooter
{
    /// <summary>Segments that an index can refer to.</summary>
    public const int SegmentCountMax = (Limits.BlockPlainSizeMax - IndexFooterLayout.SegmentsOffset) / Id128.Size;

    private const string StructureName = "index footer";

    /// <summary>0 is here in an index whose filter is a Bloom filter: see decisions/0018.</summary>
    private const uint RibbonFilter = 1;

    /// <summary>A footer; page, filter block and fence block counts follow from the rest.</summary>
    /// <param name="entryCount">Entries in all pages; at least 1.</param>
    /// <param name="pagesHash">SHA-256 of all sums of pages, then of filter and fence blocks.</param>
    /// <param name="segments">The segments that entries refer to by their place, ascending; at least one.</param>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public IndexFooter(long entryCount, Hash256 pagesHash, ImmutableArray<SegmentId> segments)
        : this(entryCount, pagesHash, segments, Place.Encoding(StructureName))
    {
    }

    private IndexFooter(long entryCount, Hash256 pagesHash, ImmutableArray<SegmentId> segments, Place place)
    {
        EntryCount = entryCount;
        PagesHash = pagesHash;
        Segments = segments;
        Validate(place);
    }

    /// <summary>Entries in all pages.</summary>
    public long EntryCount { get; }

    /// <summary>Pages.</summary>
    public uint PageCount => (uint)IndexPage.CountFor(EntryCount);

    /// <summary>Size of the filter, in bytes.</summary>
    public long FilterSize => IndexFilter.SizeFor(EntryCount);

    /// <summary>Blocks of the filter; the first has sequence 0.</summary>
    public uint FilterBlockCount => (uint)IndexFilter.BlockCountFor(EntryCount);

    /// <summary>Blocks of fences, after those of the filter.</summary>
    public uint FenceBlockCount => (uint)IndexFences.BlockCountFor(PageCount);

    /// <summary>SHA-256 of all pages' sums in order, then of all filter and fence blocks' payload sums in order.</summary>
    public Hash256 PagesHash { get; }

    /// <summary>The segments, ascending by id.</summary>
    public ImmutableArray<SegmentId> Segments { get; }

    /// <summary>Reads and checks a footer.</summary>
    /// <param name="payload">The plain payload of the footer block.</param>
    /// <param name="blockOffset">Where the footer block's header is in its file, for errors.</param>
    /// <exception cref="ArchiveFormatException">Not a valid footer.</exception>
    public static IndexFooter Decode(ReadOnlySpan<byte> payload, long blockOffset)
    {
        Place place = Place.Decoding(StructureName, blockOffset);
        place.RequireSize(payload.Length, IndexFooterLayout.SegmentsOffset);
        long entryCount = place.Signed(
            BinaryPrimitives.ReadUInt64LittleEndian(payload[IndexFooterLayout.EntryCountOffset..]), "entry_count");
        uint segmentCount = BinaryPrimitives.ReadUInt32LittleEndian(payload[IndexFooterLayout.SegmentCountOffset..]);
        uint filterKind = BinaryPrimitives.ReadUInt32LittleEndian(payload[IndexFooterLayout.FilterKindOffset..]);
        place.Require(segmentCount != 0, FormatError.BadValue, "segment_count is 0");
        place.RequireRange(filterKind, RibbonFilter, RibbonFilter, "filter_kind");
        place.RequireReserved(payload.Slice(IndexFooterLayout.ReservedOffset, IndexFooterLayout.ReservedSize), "reserved");
        long size = IndexFooterLayout.SegmentsOffset + ((long)segmentCount * Id128.Size);
        place.Require(size <= payload.Length, FormatError.Truncated, "the segment table ends after the payload");
        place.Require(size == payload.Length, FormatError.TrailingBytes, "the segment table ends before the payload");

        SegmentId[] segments = new SegmentId[segmentCount];
        ReadOnlySpan<byte> rest = payload[IndexFooterLayout.SegmentsOffset..];
        foreach (ref SegmentId segment in segments.AsSpan())
        {
            segment = SegmentId.Read(rest);
            rest = rest[Id128.Size..];
        }

        IndexFooter footer = new(
            entryCount,
            Hash256.Read(payload[IndexFooterLayout.PagesHashOffset..]),
            ImmutableCollectionsMarshal.AsImmutableArray(segments),
            place);
        RequireCount(payload, IndexFooterLayout.PageCountOffset, footer.PageCount, "page_count", place);
        RequireCount(payload, IndexFooterLayout.FilterBlockCountOffset, footer.FilterBlockCount, "filter_block_count", place);
        RequireCount(payload, IndexFooterLayout.FenceBlockCountOffset, footer.FenceBlockCount, "fence_block_count", place);
        return footer;
    }

    /// <summary>Appends the footer.</summary>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Span<byte> head = writer.Append(IndexFooterLayout.SegmentsOffset);
        head.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(head[IndexFooterLayout.EntryCountOffset..], EntryCount);
        BinaryPrimitives.WriteUInt32LittleEndian(head[IndexFooterLayout.PageCountOffset..], PageCount);
        BinaryPrimitives.WriteUInt32LittleEndian(head[IndexFooterLayout.FilterBlockCountOffset..], FilterBlockCount);
        BinaryPrimitives.WriteUInt32LittleEndian(head[IndexFooterLayout.FenceBlockCountOffset..], FenceBlockCount);
        BinaryPrimitives.WriteInt32LittleEndian(head[IndexFooterLayout.SegmentCountOffset..], Segments.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[IndexFooterLayout.FilterKindOffset..], RibbonFilter);
        PagesHash.Write(head[IndexFooterLayout.PagesHashOffset..]);
        foreach (SegmentId segment in Segments)
        {
            writer.WriteId(segment.Value);
        }
    }

    /// <summary>Refuses a trailer whose counts are not those of this footer with <c>bad-reference</c>.</summary>
    /// <exception cref="ArchiveFormatException">They are not.</exception>
    public void ExpectTrailer(Trailer trailer)
    {
        ArgumentNullException.ThrowIfNull(trailer);
        trailer.ExpectCounts(FilterBlockCount + (long)FenceBlockCount + 1, EntryCount);
    }

    /// <summary>
    /// Refuses a page that is not full although it is not the last, or has another number of entries than the last must have, with
    /// <c>bad-value</c>, and one that refers to a segment beyond the table with <c>bad-reference</c>.
    /// </summary>
    /// <exception cref="ArchiveFormatException">It does not fit this footer.</exception>
    public void ExpectPage(uint pageNumber, IndexPage page)
    {
        Place place = Place.Decoding("index page", IndexPage.OffsetOf(pageNumber));
        place.Require(pageNumber < PageCount, FormatError.BadReference, "the page is beyond page_count");
        long expected = Math.Min(IndexPage.EntryCountMax, EntryCount - ((long)pageNumber * IndexPage.EntryCountMax));
        place.RequireRange(page.Count, expected, expected, "entry_count");
        for (int i = 0; i < page.Count; i++)
        {
            place.Require(page[i].SegmentIndex < Segments.Length, FormatError.BadReference, "segment_index is beyond the segment table");
        }
    }

    private static void RequireCount(ReadOnlySpan<byte> payload, int offset, uint expected, string field, Place place)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(payload[offset..]);
        place.RequireRange(count, expected, expected, field);
    }

    private void Validate(Place place)
    {
        place.RequireRange(EntryCount, 1, long.MaxValue, "entry_count");
        place.RequireAtMost(IndexPage.CountFor(EntryCount), Limits.IndexFileSizeMax / IndexPage.Size, "page_count");
        place.Require(!Segments.IsDefaultOrEmpty, FormatError.BadValue, "segment_count is 0");
        place.RequireAtMost(IndexFooterLayout.SegmentsOffset + ((long)Segments.Length * Id128.Size), Limits.BlockPlainSizeMax, "footer");
        place.Require(!Segments[0].IsZero, FormatError.BadValue, "a segment id is zero");
        for (int i = 1; i < Segments.Length; i++)
        {
            place.Require(Segments[i - 1].CompareTo(Segments[i]) < 0, FormatError.BadOrder, "segment ids do not ascend");
        }
    }
}
