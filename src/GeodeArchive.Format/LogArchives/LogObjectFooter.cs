using System.Buffers.Binary;
using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>
/// The plain payload of a log object's footer block: its blocks and what is in them, and the index of all that is before it. See
/// format-spec/wal-archive.md. Immutable.
/// </summary>
public sealed partial class LogObjectFooter
{
    private const string StructureName = "log object footer";

    private LogObjectFooter(LogObjectFooterContent content, Place place)
    {
        Content = content;
        Validate(place);
    }

    /// <summary>A footer.</summary>
    /// <exception cref="ArgumentException">A reader would refuse it.</exception>
    public LogObjectFooter(LogObjectFooterContent content)
        : this(content, Place.Encoding(StructureName))
    {
    }

    /// <summary>What was given.</summary>
    public LogObjectFooterContent Content { get; }

    /// <summary>Which stretch of which timeline it is, and where in the chain.</summary>
    public LogObjectSection Object => Content.Object;

    /// <summary>The blocks, in order; at least one.</summary>
    public ImmutableArray<LogObjectBlock> Blocks => Content.Blocks;

    /// <summary>The earlier objects of its group, in order.</summary>
    public ImmutableArray<LogObjectEntry> Entries => Content.Entries;

    /// <summary>All groups up to its own, in order, if it is the last of its group; else none.</summary>
    public ImmutableArray<LogGroupEntry> Groups => Content.Groups;

    /// <summary>The recovery points whose commit is in it, in order.</summary>
    public ImmutableArray<LogObjectPoint> Points => Content.Points;

    /// <summary>The highest time of a commit up to its end.</summary>
    public long TimeMax { get; private set; }

    /// <summary>Its times and XIDs, as one stretch.</summary>
    public LogGranule Span { get; private set; }

    /// <summary>Those of its group up to its end.</summary>
    public LogGranule GroupSpan { get; private set; }

    /// <summary>Recovery points of its group up to its end.</summary>
    public long GroupPointCount { get; private set; }

    /// <summary>Where the footer block begins.</summary>
    public long EndOfBlocks => Blocks[^1].End;

    /// <summary>Reads and checks a footer.</summary>
    /// <param name="payload">The plain payload of the footer block.</param>
    /// <param name="blockOffset">Where the footer block's header is; the last block must end there. -1 if it is not known.</param>
    /// <exception cref="ArchiveFormatException">Not a valid footer.</exception>
    public static LogObjectFooter Decode(ReadOnlySpan<byte> payload, long blockOffset)
    {
        Place place = Place.Decoding(StructureName, blockOffset);
        place.RequireSize(payload.Length, LogObjectFooterLayout.TablesOffset);
        FormatReader reader = new(payload, place);
        ReadOnlySpan<byte> head = reader.ReadBytes(LogObjectFooterLayout.TablesOffset);
        LogObjectSection section = LogObjectSection.ReadCopy(head[LogObjectFooterLayout.ObjectOffset..], place);
        LogObjectFooterContent content = new()
        {
            Object = section,
            Commit = new CommitPlace(
                new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(head[LogObjectFooterLayout.CommitLsnOffset..])),
                new Xid(BinaryPrimitives.ReadUInt64LittleEndian(head[LogObjectFooterLayout.CommitXidOffset..])),
                BinaryPrimitives.ReadInt64LittleEndian(head[LogObjectFooterLayout.CommitTimeOffset..])),
            PreviousGroupStart = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(head[LogObjectFooterLayout.PreviousGroupStartOffset..])),
            Blocks = ReadBlocks(ref reader, BinaryPrimitives.ReadUInt32LittleEndian(head[LogObjectFooterLayout.BlockCountOffset..])),
            Entries = ReadEntries(ref reader, BinaryPrimitives.ReadUInt32LittleEndian(head[LogObjectFooterLayout.EntryCountOffset..])),
            Groups = ReadGroups(ref reader, BinaryPrimitives.ReadUInt32LittleEndian(head[LogObjectFooterLayout.GroupCountOffset..])),
            Points = ReadPoints(ref reader, BinaryPrimitives.ReadUInt32LittleEndian(head[LogObjectFooterLayout.PointCountOffset..])),
            OpenName = ReadOpenName(ref reader, BinaryPrimitives.ReadUInt16LittleEndian(head[LogObjectFooterLayout.OpenNameSizeOffset..])),
        };
        reader.ExpectEnd();
        place.RequireReserved(head.Slice(LogObjectFooterLayout.ReservedOffset, LogObjectFooterLayout.ReservedSize), "reserved");
        LogObjectFooter footer = new(content, place);
        long timeMax = BinaryPrimitives.ReadInt64LittleEndian(head[LogObjectFooterLayout.TimeMaxOffset..]);
        place.Require(timeMax == footer.TimeMax, FormatError.BadReference, "time_max is not that of the blocks");
        place.Require(
            blockOffset < 0 || footer.EndOfBlocks == blockOffset, FormatError.BadReference, "the last block does not end at the footer");
        return footer;
    }

    /// <summary>Appends the footer.</summary>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Place place = Place.Encoding(StructureName);
        byte[] openName = Content.OpenName is null ? [] : LogObjectPoint.EncodeName(Content.OpenName, place);
        Span<byte> head = writer.Append(LogObjectFooterLayout.TablesOffset);
        head.Clear();
        Object.WriteCopy(head[LogObjectFooterLayout.ObjectOffset..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[LogObjectFooterLayout.BlockCountOffset..], Blocks.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[LogObjectFooterLayout.EntryCountOffset..], Entries.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[LogObjectFooterLayout.GroupCountOffset..], Groups.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[LogObjectFooterLayout.PointCountOffset..], Points.Length);
        BinaryPrimitives.WriteInt64LittleEndian(head[LogObjectFooterLayout.TimeMaxOffset..], TimeMax);
        BinaryPrimitives.WriteUInt64LittleEndian(head[LogObjectFooterLayout.CommitLsnOffset..], Content.Commit.End.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(head[LogObjectFooterLayout.CommitXidOffset..], Content.Commit.Xid.Value);
        BinaryPrimitives.WriteInt64LittleEndian(head[LogObjectFooterLayout.CommitTimeOffset..], Content.Commit.Time);
        BinaryPrimitives.WriteUInt64LittleEndian(head[LogObjectFooterLayout.PreviousGroupStartOffset..], Content.PreviousGroupStart.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(head[LogObjectFooterLayout.OpenNameSizeOffset..], (ushort)openName.Length);
        foreach (ref readonly LogObjectBlock block in Blocks.AsSpan())
        {
            block.Write(writer.Append(LogObjectBlock.Size));
        }

        foreach (ref readonly LogObjectEntry entry in Entries.AsSpan())
        {
            entry.Write(writer.Append(LogObjectEntry.Size));
        }

        foreach (ref readonly LogGroupEntry group in Groups.AsSpan())
        {
            group.Write(writer.Append(LogGroupEntry.Size));
        }

        foreach (ref readonly LogObjectPoint point in Points.AsSpan())
        {
            point.Write(writer, place);
        }

        writer.WriteBytes(openName);
    }

    /// <summary>Refuses a trailer whose counts, offsets or file are not those of this footer with <c>bad-reference</c>.</summary>
    /// <param name="trailer">The trailer.</param>
    /// <param name="recordCount">Records that were found, or null where they were not looked at.</param>
    /// <exception cref="ArchiveFormatException">They are not.</exception>
    public void ExpectTrailer(Trailer trailer, long? recordCount = null)
    {
        ArgumentNullException.ThrowIfNull(trailer);
        trailer.ExpectCounts(Blocks.Length + 1L, recordCount ?? trailer.ItemCount);
        Place place = Place.Decoding("trailer", trailer.FileSize - Trailer.Size);
        place.Require(trailer.FooterOffset == EndOfBlocks, FormatError.BadReference, "footer_offset is not where the blocks end");
        place.Require(
            trailer.ItemCount <= Object.PlainSize / LogRecordHeader.Size,
            FormatError.BadReference,
            "item_count is more than there is room for");
    }

    /// <summary>Refuses an object whose header says otherwise with <c>bad-reference</c>.</summary>
    /// <exception cref="ArchiveFormatException">It does.</exception>
    public void ExpectHeader(FileHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        Place.Decoding(StructureName, EndOfBlocks).Require(
            header.LogObjectSection == Object, FormatError.BadReference, "the footer is of another object than the file header");
    }

    /// <summary>What a later object of its group, or the first of the next, says of this one.</summary>
    public LogObjectEntry AsEntry(Trailer trailer)
    {
        ArgumentNullException.ThrowIfNull(trailer);
        return new LogObjectEntry(Span, Object.EndLsn, trailer.FileSize, Points.Length, trailer.RootHash);
    }

    private static ImmutableArray<LogObjectBlock> ReadBlocks(ref FormatReader reader, uint count)
    {
        ImmutableArray<LogObjectBlock>.Builder blocks = Room<LogObjectBlock>(in reader, count, LogObjectBlock.Size);
        for (uint i = 0; i < count; i++)
        {
            blocks.Add(LogObjectBlock.Read(reader.ReadBytes(LogObjectBlock.Size), reader.Place));
        }

        return blocks.MoveToImmutable();
    }

    private static ImmutableArray<LogObjectEntry> ReadEntries(ref FormatReader reader, uint count)
    {
        ImmutableArray<LogObjectEntry>.Builder entries = Room<LogObjectEntry>(in reader, count, LogObjectEntry.Size);
        for (uint i = 0; i < count; i++)
        {
            entries.Add(LogObjectEntry.Read(reader.ReadBytes(LogObjectEntry.Size), reader.Place));
        }

        return entries.MoveToImmutable();
    }

    private static ImmutableArray<LogGroupEntry> ReadGroups(ref FormatReader reader, uint count)
    {
        ImmutableArray<LogGroupEntry>.Builder groups = Room<LogGroupEntry>(in reader, count, LogGroupEntry.Size);
        for (uint i = 0; i < count; i++)
        {
            groups.Add(LogGroupEntry.Read(reader.ReadBytes(LogGroupEntry.Size), reader.Place));
        }

        return groups.MoveToImmutable();
    }

    private static ImmutableArray<LogObjectPoint> ReadPoints(ref FormatReader reader, uint count)
    {
        ImmutableArray<LogObjectPoint>.Builder points = Room<LogObjectPoint>(in reader, count, LogObjectPoint.SizeFor(1));
        for (uint i = 0; i < count; i++)
        {
            points.Add(LogObjectPoint.Read(ref reader));
        }

        return points.MoveToImmutable();
    }

    private static string? ReadOpenName(ref FormatReader reader, ushort size) =>
        size == 0 ? null : LogObjectPoint.ReadName(ref reader, size);

    /// <summary>Room for entries; not for more than the bytes that are left hold.</summary>
    private static ImmutableArray<T>.Builder Room<T>(in FormatReader reader, uint count, int size)
    {
        if ((long)count * size > reader.Remaining)
        {
            reader.Fail(FormatError.Truncated, $"{count} entries do not fit before the end");
        }

        return ImmutableArray.CreateBuilder<T>((int)count);
    }
}
