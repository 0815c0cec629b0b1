using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>
/// A page of a chunk index, 4,096 bytes of sorted entries: see format-spec/index.md. A view of the span that was decoded.
/// </summary>
public readonly ref struct IndexPage
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = 4096;

    /// <summary>Entries of a full page; all pages but the last are full.</summary>
    public const int EntryCountMax = (Size - IndexPageLayout.EntriesOffset) / IndexEntry.Size;

    /// <summary>
    /// Where the part begins that is encrypted in an encrypted index; what is before it from <see cref="SumSize"/> on is authenticated.
    /// </summary>
    public const int EncryptedOffset = IndexPageLayout.EntriesOffset;

    /// <summary>Size of the sum or tag that a page starts with.</summary>
    public const int SumSize = IndexPageLayout.PageSumSize;

    private const string StructureName = "index page";

    private readonly ReadOnlySpan<byte> _page;

    private IndexPage(ReadOnlySpan<byte> page, int count)
    {
        _page = page;
        Count = count;
    }

    /// <summary>Entries in the page; at least 1.</summary>
    public int Count { get; }

    /// <summary>The page's sum or tag, as the footer's hash of all pages takes it.</summary>
    public Id128 Sum => Id128.Read(_page);

    /// <summary>The entry at <paramref name="index"/>.</summary>
    public IndexEntry this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return EntryAt(index);
        }
    }

    /// <summary>Where a page is in its file, in bytes.</summary>
    public static long OffsetOf(uint pageNumber) => FileHeader.Size + ((long)Size * pageNumber);

    /// <summary>Pages of an index with that many entries.</summary>
    public static long CountFor(long entryCount) => (entryCount / EntryCountMax) + (entryCount % EntryCountMax == 0 ? 0 : 1);

    /// <summary>Checks a page: sum, place, order of entries.</summary>
    /// <param name="page">4,096 bytes.</param>
    /// <param name="pageNumber">The number that the place asks for; errors have the offset that follows from it.</param>
    /// <param name="file">The file that is read; null if it is not known.</param>
    /// <exception cref="ArchiveFormatException">Not a valid page, or another one.</exception>
    public static IndexPage Decode(ReadOnlySpan<byte> page, uint pageNumber, FileId? file)
    {
        Place place = Place.Decoding(StructureName, OffsetOf(pageNumber));
        RequireWhole(page, place);
        place.Require(SumOf(page) == Id128.Read(page), FormatError.BadChecksum, "the page is damaged");
        return DecodeBody(page, pageNumber, file, place);
    }

    /// <summary>As <see cref="Decode"/>, for a page that was decrypted: its tag was checked then.</summary>
    /// <inheritdoc cref="Decode"/>
    public static IndexPage DecodeDecrypted(ReadOnlySpan<byte> page, uint pageNumber, FileId? file)
    {
        Place place = Place.Decoding(StructureName, OffsetOf(pageNumber));
        RequireWhole(page, place);
        return DecodeBody(page, pageNumber, file, place);
    }

    /// <summary>Writes a page with the sum of a plain index; an encrypter puts its tag in the place of the sum.</summary>
    /// <param name="page">4,096 bytes, all set.</param>
    /// <param name="pageNumber">Its number, from 0.</param>
    /// <param name="file">The index.</param>
    /// <param name="entries">1 to 203 entries, ascending.</param>
    /// <exception cref="ArgumentException">Entries that a reader would refuse, or another size.</exception>
    public static void Encode(Span<byte> page, uint pageNumber, FileId file, ReadOnlySpan<IndexEntry> entries)
    {
        Place place = Place.Encoding(StructureName);
        if (page.Length != Size)
        {
            throw new ArgumentException("an index page has another size", nameof(page));
        }

        place.RequireRange(entries.Length, 1, EntryCountMax, "entry_count");
        place.Require(!file.IsZero, FormatError.BadValue, "file_id is zero");
        page.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(page[IndexPageLayout.PageNumberOffset..], pageNumber);
        BinaryPrimitives.WriteUInt16LittleEndian(page[IndexPageLayout.EntryCountOffset..], (ushort)entries.Length);
        BinaryPrimitives.WriteUInt64BigEndian(page[IndexPageLayout.FileTagOffset..], file.Value.High);
        for (int i = 0; i < entries.Length; i++)
        {
            place.Require(i == 0 || entries[i - 1].CompareTo(entries[i]) < 0, FormatError.BadOrder, "entries do not ascend");
            entries[i].Write(page[(IndexPageLayout.EntriesOffset + (i * IndexEntry.Size))..]);
        }

        SumOf(page).Write(page);
    }

    /// <summary>The number of entries with a prefix less than <paramref name="prefix"/>: where it is, or would be.</summary>
    public int LowerBound(ChunkPrefix prefix)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (EntryAt(middle).Prefix.CompareTo(prefix) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The first entry with <paramref name="prefix"/>, or -1. More may follow it, on the next page too.</summary>
    public int FindFirst(ChunkPrefix prefix)
    {
        int index = LowerBound(prefix);
        return index < Count && EntryAt(index).Prefix == prefix ? index : -1;
    }

    private static Id128 SumOf(ReadOnlySpan<byte> page) => BlockPayload.SumPlain(page[SumSize..]);

    private static void RequireWhole(ReadOnlySpan<byte> page, Place place)
    {
        place.RequireSize(page.Length, Size);
        place.Require(page.Length == Size, FormatError.TrailingBytes, "there are bytes after the page");
    }

    private static IndexPage DecodeBody(ReadOnlySpan<byte> page, uint pageNumber, FileId? file, Place place)
    {
        uint number = BinaryPrimitives.ReadUInt32LittleEndian(page[IndexPageLayout.PageNumberOffset..]);
        ulong fileTag = BinaryPrimitives.ReadUInt64BigEndian(page[IndexPageLayout.FileTagOffset..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(page[IndexPageLayout.EntryCountOffset..]);
        place.Require(file is null || fileTag == file.Value.Value.High, FormatError.BadIdentity, "the page belongs to another file");
        if (number != pageNumber)
        {
            place.Fail(FormatError.BadIdentity, $"the page is number {number}, not {pageNumber}");
        }

        place.RequireRange(count, 1, EntryCountMax, "entry_count");
        place.RequireReserved(page.Slice(IndexPageLayout.ReservedOffset, IndexPageLayout.ReservedSize), "reserved");
        place.RequireReserved(page[(IndexPageLayout.EntriesOffset + (count * IndexEntry.Size))..], "the rest of the page");
        IndexPage decoded = new(page, count);
        IndexEntry previous = decoded.EntryAt(0);
        for (int i = 1; i < count; i++)
        {
            IndexEntry entry = decoded.EntryAt(i);
            place.Require(previous.CompareTo(entry) < 0, FormatError.BadOrder, "entries do not ascend");
            previous = entry;
        }

        return decoded;
    }

    private IndexEntry EntryAt(int index) => IndexEntry.Read(_page[(IndexPageLayout.EntriesOffset + (index * IndexEntry.Size))..]);
}
