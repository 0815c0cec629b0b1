using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>The body of a restart record: see format-spec/log.md.</summary>
/// <param name="Time">When the log was recovered, in nanoseconds since 1970-01-01 UTC.</param>
/// <param name="Durable">What recovery found to have been durable.</param>
public readonly record struct LogRestart(long Time, Lsn Durable)
{
    /// <summary>Its size, in bytes.</summary>
    public const int Size = LogRestartLayout.Size;

    /// <summary>Reads the body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="frameOffset">Where the frame is in its file, for errors.</param>
    /// <exception cref="ArchiveFormatException">It has another size.</exception>
    public static LogRestart Decode(ReadOnlySpan<byte> body, long frameOffset)
    {
        Place place = Place.Decoding("restart record", frameOffset);
        place.RequireSize(body.Length, Size);
        place.Require(body.Length == Size, FormatError.TrailingBytes, "there are bytes after the end");
        return new LogRestart(
            BinaryPrimitives.ReadInt64LittleEndian(body[LogRestartLayout.TimeOffset..]),
            new Lsn(BinaryPrimitives.ReadUInt64LittleEndian(body[LogRestartLayout.DurableLsnOffset..])));
    }

    /// <summary>Writes the body.</summary>
    /// <param name="body">Its first 16 bytes are set.</param>
    public void Encode(Span<byte> body)
    {
        BinaryPrimitives.WriteInt64LittleEndian(body[LogRestartLayout.TimeOffset..], Time);
        BinaryPrimitives.WriteUInt64LittleEndian(body[LogRestartLayout.DurableLsnOffset..], Durable.Value);
    }
}
