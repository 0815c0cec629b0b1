using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>What every commit record starts with; what follows is the store's. See format-spec/log.md.</summary>
/// <param name="Xid">The transaction.</param>
/// <param name="Time">When it was committed, in nanoseconds since 1970-01-01 UTC; may go back.</param>
public readonly record struct LogCommit(Xid Xid, long Time)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogCommitLayout.Size;

    private const string StructureName = "commit record";

    /// <summary>Reads the start of a commit record's body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="frameOffset">Where the frame is in its file, for errors.</param>
    /// <exception cref="ArchiveFormatException">Not a valid commit.</exception>
    public static LogCommit Decode(ReadOnlySpan<byte> body, long frameOffset)
    {
        Place place = Place.Decoding(StructureName, frameOffset);
        place.RequireSize(body.Length, Size);
        LogCommit commit = new(
            new Xid(BinaryPrimitives.ReadUInt64LittleEndian(body[LogCommitLayout.XidOffset..])),
            BinaryPrimitives.ReadInt64LittleEndian(body[LogCommitLayout.TimeOffset..]));
        commit.Validate(place);
        return commit;
    }

    /// <summary>Writes the start of a commit record's body.</summary>
    /// <param name="body">Its first 16 bytes are set.</param>
    /// <exception cref="ArgumentException">A field that a reader would refuse.</exception>
    public void Encode(Span<byte> body)
    {
        Validate(Place.Encoding(StructureName));
        BinaryPrimitives.WriteUInt64LittleEndian(body[LogCommitLayout.XidOffset..], Xid.Value);
        BinaryPrimitives.WriteInt64LittleEndian(body[LogCommitLayout.TimeOffset..], Time);
    }

    // Bit 63 of a granule's xid_last is a flag.
    private void Validate(Place place) =>
        place.Require(Xid.Value is >= 1 and <= long.MaxValue, FormatError.BadValue, "xid is out of range");
}
