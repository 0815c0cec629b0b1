using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>
/// What the header of a log object says beyond every header, and its footer repeats: which stretch of which timeline it holds, and where in
/// the chain it stands. See format-spec/wal-archive.md.
/// </summary>
public sealed record LogObjectSection : FileKindSection
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogObjectSectionLayout.End - FileHeaderLayout.KindSectionOffset;

    /// <inheritdoc/>
    public override ArchiveFileKind Kind => ArchiveFileKind.LogObject;

    internal override int End => LogObjectSectionLayout.End;

    /// <summary>The timeline; not zero.</summary>
    public required TimelineId TimelineId { get; init; }

    /// <summary>The database; not zero.</summary>
    public required DatabaseId DatabaseId { get; init; }

    /// <summary>Where its first record starts.</summary>
    public required Lsn StartLsn { get; init; }

    /// <summary>Where its last record ends.</summary>
    public required Lsn EndLsn { get; init; }

    /// <summary>That of the timeline; at least 1.</summary>
    public required uint Epoch { get; init; }

    /// <summary>Number of its group on the timeline, from 0.</summary>
    public required uint Group { get; init; }

    /// <summary>Objects of a group of this archive.</summary>
    public required int GroupSize { get; init; }

    /// <summary>Its number in the group, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The root hash of the object before it on the timeline; zero in the first.</summary>
    public required Hash256 PreviousRootHash { get; init; }

    /// <summary>Whether it is the first of its timeline.</summary>
    public bool IsFirst => Group == 0 && Ordinal == 0;

    /// <summary>Whether it is the last of its group, and so lists the groups.</summary>
    public bool IsLastOfGroup => Ordinal == GroupSize - 1;

    /// <summary>Bytes of records in it.</summary>
    public long PlainSize => EndLsn - StartLsn;

    internal static LogObjectSection Read(ReadOnlySpan<byte> header) => new()
    {
        TimelineId = TimelineId.Read(header[LogObjectSectionLayout.TimelineIdOffset..]),
        DatabaseId = DatabaseId.Read(header[LogObjectSectionLayout.DatabaseIdOffset..]),
        StartLsn = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(header[LogObjectSectionLayout.StartLsnOffset..])),
        EndLsn = new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(header[LogObjectSectionLayout.EndLsnOffset..])),
        Epoch = BinaryPrimitives.ReadUInt32LittleEndian(header[LogObjectSectionLayout.EpochOffset..]),
        Group = BinaryPrimitives.ReadUInt32LittleEndian(header[LogObjectSectionLayout.GroupOffset..]),
        GroupSize = BinaryPrimitives.ReadUInt16LittleEndian(header[LogObjectSectionLayout.GroupSizeOffset..]),
        Ordinal = BinaryPrimitives.ReadUInt16LittleEndian(header[LogObjectSectionLayout.OrdinalOffset..]),
        PreviousRootHash = Hash256.Read(header[LogObjectSectionLayout.PreviousRootHashOffset..]),
    };

    /// <summary>Reads the copy that starts a footer.</summary>
    internal static LogObjectSection ReadCopy(ReadOnlySpan<byte> copy, Place place)
    {
        // The places are those of a whole header.
        Span<byte> header = stackalloc byte[LogObjectSectionLayout.End];
        header.Clear();
        copy[..Size].CopyTo(header[FileHeaderLayout.KindSectionOffset..]);
        LogObjectSection section = Read(header);
        section.Validate(place);
        section.RequireReserved(header, place);
        return section;
    }

    internal void WriteCopy(Span<byte> copy)
    {
        Span<byte> header = stackalloc byte[LogObjectSectionLayout.End];
        header.Clear();
        Write(header);
        header[FileHeaderLayout.KindSectionOffset..].CopyTo(copy);
    }

    internal override void Write(Span<byte> header)
    {
        TimelineId.Write(header[LogObjectSectionLayout.TimelineIdOffset..]);
        DatabaseId.Write(header[LogObjectSectionLayout.DatabaseIdOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(header[LogObjectSectionLayout.StartLsnOffset..], StartLsn.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(header[LogObjectSectionLayout.EndLsnOffset..], EndLsn.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LogObjectSectionLayout.EpochOffset..], Epoch);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LogObjectSectionLayout.GroupOffset..], Group);
        BinaryPrimitives.WriteUInt16LittleEndian(header[LogObjectSectionLayout.GroupSizeOffset..], (ushort)GroupSize);
        BinaryPrimitives.WriteUInt16LittleEndian(header[LogObjectSectionLayout.OrdinalOffset..], (ushort)Ordinal);
        PreviousRootHash.Write(header[LogObjectSectionLayout.PreviousRootHashOffset..]);
    }

    internal override void Validate(FileHeader header, Place place) => Validate(place);

    internal void Validate(Place place)
    {
        place.Require(!TimelineId.IsZero, FormatError.BadValue, "timeline_id is zero");
        place.Require(!DatabaseId.IsZero, FormatError.BadValue, "database_id is zero");
        place.Require(EndLsn > StartLsn, FormatError.BadValue, "end_lsn is not after start_lsn");
        place.Require(
            EndLsn.Value - StartLsn.Value <= LogArchiveLimits.ObjectPlainSizeMax,
            FormatError.TooLarge,
            "more bytes of records than an object holds");
        place.RequireRange(Epoch, 1, uint.MaxValue, "epoch");
        place.RequireRange(GroupSize, 1, LogArchiveLimits.GroupSizeMax, "group_size");
        place.RequireRange(Ordinal, 0, GroupSize - 1, "ordinal");
        place.Require(
            PreviousRootHash.IsZero == IsFirst, FormatError.BadValue, "previous_root_hash is zero, or not zero in the first object");
    }

    internal override void RequireReserved(ReadOnlySpan<byte> header, Place place) =>
        place.RequireReserved(header.Slice(LogObjectSectionLayout.ReservedOffset, LogObjectSectionLayout.ReservedSize), "reserved");
}
