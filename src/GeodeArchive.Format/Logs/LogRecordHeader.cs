using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>The 8 bytes before the body of a log record: see format-spec/log.md.</summary>
/// <param name="Type">What the body is.</param>
/// <param name="BodySize">Its size, in bytes.</param>
public readonly record struct LogRecordHeader(LogRecordType Type, int BodySize)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogRecordHeaderLayout.Size;

    private const string StructureName = "log record";

    /// <summary>Header and body, in bytes.</summary>
    public int TotalSize => Size + BodySize;

    /// <summary>Whether the record is a change that a commit must follow.</summary>
    public bool IsRedo => Type is >= LogRecordType.RedoFirst and <= LogRecordType.RedoLast;

    /// <summary>
    /// Reads the header of the record that <paramref name="bytes"/> start with, and checks that the whole record is there.
    /// </summary>
    /// <param name="bytes">The rest of a frame's records.</param>
    /// <param name="frameOffset">Where the frame is in its file, for errors.</param>
    /// <exception cref="ArchiveFormatException">Not a valid record.</exception>
    public static LogRecordHeader Decode(ReadOnlySpan<byte> bytes, long frameOffset)
    {
        Place place = Place.Decoding(StructureName, frameOffset);
        place.RequireSize(bytes.Length, Size);
        uint bodySize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[LogRecordHeaderLayout.BodySizeOffset..]);
        place.RequireAtMost(bodySize, LogLimits.RecordBodySizeMax, "body_size");

        // The reserved bytes are those after the type: all four in one read.
        uint typeAndReserved = BinaryPrimitives.ReadUInt32LittleEndian(bytes[LogRecordHeaderLayout.TypeOffset..]);
        LogRecordHeader header = new((LogRecordType)(byte)typeAndReserved, (int)bodySize);
        header.Validate(place);
        place.Require(typeAndReserved <= byte.MaxValue, FormatError.ReservedNotZero, "reserved is not zero");
        place.RequireSize(bytes.Length, header.TotalSize);
        return header;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="destination">Its first 8 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse.</exception>
    public void Encode(Span<byte> destination)
    {
        Validate(Place.Encoding(StructureName));
        BinaryPrimitives.WriteInt32LittleEndian(destination[LogRecordHeaderLayout.BodySizeOffset..], BodySize);
        destination[LogRecordHeaderLayout.TypeOffset] = (byte)Type;
        destination.Slice(LogRecordHeaderLayout.ReservedOffset, LogRecordHeaderLayout.ReservedSize).Clear();
    }

    private void Validate(Place place)
    {
        place.RequireAtMost(BodySize, LogLimits.RecordBodySizeMax, "body_size");
        place.Require(IsRedo || Type is LogRecordType.Commit or LogRecordType.Restart, FormatError.BadValue, "type is unknown");
    }
}
