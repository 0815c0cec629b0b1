using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>A place in the log that has a name.</summary>
/// <param name="Lsn">The end of the commit that names it.</param>
/// <param name="Xid">That commit's transaction.</param>
/// <param name="Time">That commit's time, in nanoseconds since 1970-01-01 UTC.</param>
public readonly record struct RecoveryPoint(Lsn Lsn, Xid Xid, long Time)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = RecoveryPointLayout.Size;

    private const string StructureName = "recovery point";

    /// <summary>Reads and checks a recovery point.</summary>
    /// <param name="bytes">The value of the catalog's cell.</param>
    /// <exception cref="ArchiveFormatException">Not a valid recovery point.</exception>
    public static RecoveryPoint Decode(ReadOnlySpan<byte> bytes)
    {
        Place place = Place.Decoding(StructureName, -1);
        place.RequireSize(bytes.Length, Size);
        place.Require(bytes.Length == Size, FormatError.TrailingBytes, "there are bytes after the end");
        RecoveryPoint point = new(
            new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(bytes[RecoveryPointLayout.LsnOffset..])),
            new Xid(BinaryPrimitives.ReadUInt64LittleEndian(bytes[RecoveryPointLayout.XidOffset..])),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[RecoveryPointLayout.TimeOffset..]));
        point.Validate(place);
        return point;
    }

    /// <summary>Appends the recovery point.</summary>
    /// <exception cref="ArgumentException">A field that a reader would refuse.</exception>
    public void Encode(FormatWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Validate(Place.Encoding(StructureName));
        Span<byte> bytes = writer.Append(Size);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[RecoveryPointLayout.LsnOffset..], Lsn.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[RecoveryPointLayout.XidOffset..], Xid.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[RecoveryPointLayout.TimeOffset..], Time);
    }

    private void Validate(Place place)
    {
        place.Require(Lsn > Lsn.Zero, FormatError.BadValue, "lsn is 0");
        place.Require(Xid.Value is >= 1 and <= long.MaxValue, FormatError.BadValue, "xid is out of range");
    }
}
