using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GeodeArchive.Format;

/// <summary>Pages as they are stored: see format-spec/store.md.</summary>
public static class StorePage
{
    /// <summary>Gives a page its place and its sums, and returns the pointer to it.</summary>
    /// <param name="page">A page in the form that is stored.</param>
    /// <param name="number">Its place.</param>
    /// <param name="birth">The checkpoint that it is written for.</param>
    /// <param name="file">The file.</param>
    public static BlockPointer Seal(Span<byte> page, PageNumber number, Generation birth, FileId file)
    {
        page = page[..StoreLimits.PageSize];
        BinaryPrimitives.WriteInt64LittleEndian(page[StorePageHeaderLayout.PageNumberOffset..], number.Value);
        BinaryPrimitives.WriteInt64LittleEndian(page[StorePageHeaderLayout.BirthOffset..], birth.Value);
        file.Write(page[StorePageHeaderLayout.FileIdOffset..]);
        uint checksum = Crc32C.Compute(page[StorePageHeaderLayout.KindOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(page[StorePageHeaderLayout.PageChecksumOffset..], checksum);
        return new BlockPointer(number, birth, HashOf(page));
    }

    /// <summary>First half of the SHA-256 of a page.</summary>
    public static Id128 HashOf(ReadOnlySpan<byte> page)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(page[..StoreLimits.PageSize], hash);
        return Id128.Read(hash);
    }

    /// <summary>Checks all of a page that can be checked without others.</summary>
    /// <param name="page">Its bytes.</param>
    /// <param name="pointer">What led to it.</param>
    /// <param name="file">The file.</param>
    /// <param name="kind">What must be there.</param>
    /// <param name="level">And on which level.</param>
    /// <exception cref="ArchiveFormatException">The page is damaged, or another one.</exception>
    public static StorePageHeader Check(ReadOnlySpan<byte> page, BlockPointer pointer, FileId file, StorePageKind kind, int level)
    {
        Place place = Place.Decoding(StorePageHeader.StructureName, pointer.Page.Offset);
        StorePageHeader header = CheckAlone(page, pointer.Page);
        header.Expect(pointer, file, kind, level, place);
        place.Require(HashOf(page) == pointer.Hash, FormatError.BadChecksum, "the page is not the one that was referred to");
        return header;
    }

    /// <summary>Checks all that a page says alone, without the pointer to it.</summary>
    /// <param name="page">Its bytes.</param>
    /// <param name="number">Its place.</param>
    /// <exception cref="ArchiveFormatException">The page is damaged.</exception>
    public static StorePageHeader CheckAlone(ReadOnlySpan<byte> page, PageNumber number)
    {
        Place place = Place.Decoding(StorePageHeader.StructureName, number.Offset);
        StorePageHeader header = StorePageHeader.Decode(page, number.Offset);
        page = page[..StoreLimits.PageSize];
        if (header.Kind is StorePageKind.Leaf or StorePageKind.Inner)
        {
            CellPage.Check(page, header, place);
        }
        else
        {
            PointerPage.Check(page, header, place);
        }

        return header;
    }

    /// <summary>Levels of pointer pages above so many pages.</summary>
    public static int LevelFor(long pageCount)
    {
        int level = 0;
        for (long count = pageCount; count > 1; count = (count + StoreLimits.PointerCountMax - 1) / StoreLimits.PointerCountMax)
        {
            level++;
        }

        return level;
    }

    /// <summary>A pointer in a page: valid, and to a page that is not younger.</summary>
    internal static void CheckChild(BlockPointer pointer, StorePageHeader parent, Place place)
    {
        pointer.Validate(place, "a child");
        place.Require(
            pointer.Birth <= parent.Birth, FormatError.BadValue, $"page {pointer.Page} was born after the page that points to it");
    }
}
