using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>A block of records in the footer of its object: where it is, and what it holds. See format-spec/wal-archive.md.</summary>
public readonly record struct LogObjectBlock
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogObjectBlockLayout.Size;

    /// <summary>Where its records start, and their times and XIDs.</summary>
    public required LogGranule Granule { get; init; }

    /// <summary>The last commit before it on the timeline.</summary>
    public required CommitPlace CommitBefore { get; init; }

    /// <summary>Where its header is in the object.</summary>
    public required long Offset { get; init; }

    /// <summary>Bytes of the stored payload.</summary>
    public required int StoredSize { get; init; }

    /// <summary>Bytes of its records.</summary>
    public required int PlainSize { get; init; }

    /// <summary>As in the block's header.</summary>
    public required Id128 PayloadSum { get; init; }

    /// <summary>Where its records end.</summary>
    public Lsn EndLsn => Granule.Start + PlainSize;

    /// <summary>Where it ends in the object.</summary>
    public long End => Offset + BlockHeader.Size + StoredSize;

    /// <summary>Refuses a block whose header says otherwise with <c>bad-reference</c>.</summary>
    /// <exception cref="ArchiveFormatException">It does.</exception>
    public void ExpectHeader(in BlockHeader header) => Place.Decoding("block", Offset).Require(
        header.StoredSize == StoredSize && header.PayloadSum == PayloadSum,
        FormatError.BadReference,
        "size or sum of the block is not what the footer says");

    internal static LogObjectBlock Read(ReadOnlySpan<byte> bytes, Place place)
    {
        uint storedSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[LogObjectBlockLayout.StoredSizeOffset..]);
        uint plainSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[LogObjectBlockLayout.PlainSizeOffset..]);
        place.RequireRange(storedSize, BlockPayload.PrefixSize, Limits.BlockStoredSizeMax, "stored_size");
        place.RequireRange(plainSize, LogRecordHeader.Size, LogArchiveLimits.BlockPlainSizeMax, "plain_size");
        return new LogObjectBlock
        {
            Granule = LogGranule.Read(bytes[LogObjectBlockLayout.GranuleOffset..], place),
            CommitBefore = new CommitPlace(
                new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogObjectBlockLayout.CommitLsnBeforeOffset..])),
                new Xid(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogObjectBlockLayout.CommitXidBeforeOffset..])),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[LogObjectBlockLayout.CommitTimeBeforeOffset..])),
            Offset = place.Signed(BinaryPrimitives.ReadUInt64LittleEndian(bytes[LogObjectBlockLayout.OffsetOffset..]), "offset"),
            StoredSize = (int)storedSize,
            PlainSize = (int)plainSize,
            PayloadSum = Id128.Read(bytes[LogObjectBlockLayout.PayloadSumOffset..]),
        };
    }

    internal void Write(Span<byte> bytes)
    {
        Granule.Write(bytes[LogObjectBlockLayout.GranuleOffset..]);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogObjectBlockLayout.CommitLsnBeforeOffset..], CommitBefore.End.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[LogObjectBlockLayout.CommitXidBeforeOffset..], CommitBefore.Xid.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LogObjectBlockLayout.CommitTimeBeforeOffset..], CommitBefore.Time);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LogObjectBlockLayout.OffsetOffset..], Offset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[LogObjectBlockLayout.StoredSizeOffset..], StoredSize);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[LogObjectBlockLayout.PlainSizeOffset..], PlainSize);
        PayloadSum.Write(bytes[LogObjectBlockLayout.PayloadSumOffset..]);
    }
}
