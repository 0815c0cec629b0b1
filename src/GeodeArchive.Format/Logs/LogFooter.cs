using System.Buffers.Binary;
using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>The granules of a segment that was left for the next one: see format-spec/log.md.</summary>
public sealed record LogFooter
{
    /// <summary>The size of what comes before the granules, in bytes.</summary>
    public const int HeaderSize = LogFooterHeaderLayout.Size;

    private const string StructureName = "log footer";

    /// <summary>The magic, "GLFT".</summary>
    public static ReadOnlySpan<byte> Magic => "GLFT"u8;

    /// <summary>The segment's salt.</summary>
    public required ulong Salt { get; init; }

    /// <summary>Where the segment's records end.</summary>
    public required Lsn End { get; init; }

    /// <summary>Where its frames end in the file, in pages.</summary>
    public required uint EndPage { get; init; }

    /// <summary>The granules, ascending.</summary>
    public required ImmutableArray<LogGranule> Granules { get; init; }

    /// <summary>Bytes that the encoded footer takes.</summary>
    public int Size => HeaderSize + (Granules.Length * LogGranule.Size);

    /// <summary>Reads and checks a footer.</summary>
    /// <param name="area">The last 64 KiB of the segment.</param>
    /// <param name="atOffset">Where they are in the file.</param>
    /// <exception cref="ArchiveFormatException">Not a valid footer.</exception>
    public static LogFooter Decode(ReadOnlySpan<byte> area, long atOffset)
    {
        Place place = Place.Decoding(StructureName, atOffset);
        place.RequireSize(area.Length, HeaderSize);
        place.Require(area.StartsWith(Magic), FormatError.BadMagic, "the segment has no footer");
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(area[LogFooterHeaderLayout.GranuleCountOffset..]);
        place.RequireAtMost(count, LogLimits.GranuleCountMax, "granule_count");
        int size = HeaderSize + ((int)count * LogGranule.Size);
        place.RequireSize(area.Length, size);
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(area[LogFooterHeaderLayout.FooterChecksumOffset..]);
        place.Require(
            checksum == Crc32C.Compute(area[LogFooterHeaderLayout.SaltOffset..size]), FormatError.BadChecksum, "the footer is damaged");
        ImmutableArray<LogGranule>.Builder granules = ImmutableArray.CreateBuilder<LogGranule>((int)count);
        for (int offset = HeaderSize; offset < size; offset += LogGranule.Size)
        {
            granules.Add(LogGranule.Read(area.Slice(offset, LogGranule.Size), place));
        }

        LogFooter footer = new()
        {
            Salt = BinaryPrimitives.ReadUInt64LittleEndian(area[LogFooterHeaderLayout.SaltOffset..]),
            End = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(area[LogFooterHeaderLayout.EndLsnOffset..])),
            EndPage = BinaryPrimitives.ReadUInt32LittleEndian(area[LogFooterHeaderLayout.EndPageOffset..]),
            Granules = granules.MoveToImmutable(),
        };
        footer.Validate(place);
        place.RequireReserved(area.Slice(LogFooterHeaderLayout.ReservedOffset, LogFooterHeaderLayout.ReservedSize), "reserved");
        return footer;
    }

    /// <summary>
    /// Refuses a footer of another use of a segment with <c>bad-identity</c>, and one whose places are not in the segment with
    /// <c>bad-reference</c>.
    /// </summary>
    /// <param name="segment">The segment that it was found in.</param>
    /// <exception cref="ArchiveFormatException">Such a footer.</exception>
    public void ExpectIn(LogSegmentHeader segment)
    {
        Place place = Place.Decoding(StructureName, segment.FramesEnd);
        place.Require(Salt == segment.Salt, FormatError.BadIdentity, "the footer is of another use of the file");
        place.Require(End >= segment.Start, FormatError.BadReference, "end_lsn is before the segment's start_lsn");
        long endOffset = (long)EndPage * LogLimits.PageSize;
        place.Require(endOffset <= segment.FramesEnd, FormatError.BadReference, "end_page is beyond where frames end");
        bool isCovered = Granules.IsEmpty ? End == segment.Start : Granules[0].Start == segment.Start;
        place.Require(isCovered, FormatError.BadReference, "the granules do not start where the segment does");
    }

    /// <summary>Writes the footer.</summary>
    /// <param name="area">Its first <see cref="Size"/> bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse, or too little room.</exception>
    public void Encode(Span<byte> area)
    {
        Validate(Place.Encoding(StructureName));
        Span<byte> bytes = area[..Size];
        bytes.Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogFooterHeaderLayout.SaltOffset..], Salt);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogFooterHeaderLayout.EndLsnOffset..], End.Value);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[LogFooterHeaderLayout.GranuleCountOffset..], Granules.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[LogFooterHeaderLayout.EndPageOffset..], EndPage);
        for (int i = 0; i < Granules.Length; i++)
        {
            Granules[i].Write(bytes[(HeaderSize + (i * LogGranule.Size))..]);
        }

        uint checksum = Crc32C.Compute(bytes[LogFooterHeaderLayout.SaltOffset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[LogFooterHeaderLayout.FooterChecksumOffset..], checksum);
    }

    private void Validate(Place place)
    {
        place.Require(!Granules.IsDefault, FormatError.BadValue, "there are no granules, not even none");
        place.RequireAtMost(Granules.Length, LogLimits.GranuleCountMax, "granule_count");
        place.RequireRange(EndPage, 1, LogLimits.EndPageMax, "end_page");
        for (int i = 0; i < Granules.Length; i++)
        {
            Granules[i].Validate(place);
            place.Require(i == 0 || Granules[i - 1].Start < Granules[i].Start, FormatError.BadOrder, "granules do not ascend");
            place.Require(Granules[i].Start < End, FormatError.BadValue, "a granule starts at or after end_lsn");
        }
    }
}
