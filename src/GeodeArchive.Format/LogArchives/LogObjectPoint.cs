using System.Buffers.Binary;

namespace GeodeArchive.Format;

/// <summary>A recovery point in the footer of the object that holds its commit. See format-spec/wal-archive.md.</summary>
/// <param name="Commit">The commit that it names.</param>
/// <param name="Name">Its name.</param>
public readonly record struct LogObjectPoint(CommitPlace Commit, string Name)
{
    /// <summary>Bytes that it takes in a footer.</summary>
    public static int SizeFor(int nameSize) => LogObjectPointLayout.NameOffset + nameSize;

    internal static LogObjectPoint Read(ref FormatReader reader)
    {
        CommitPlace commit = new(new Lsn(reader.ReadU64()), new Xid(reader.ReadU64()), reader.ReadI64());
        return new LogObjectPoint(commit, ReadName(ref reader, reader.ReadU16()));
    }

    internal static string ReadName(ref FormatReader reader, int size)
    {
        ReadOnlySpan<byte> name = reader.ReadBytes(size);
        GraphName.Check(name, reader.Place);
        return StrictText.Decode(name, reader.Place, "name");
    }

    internal void Write(FormatWriter writer, Place place)
    {
        byte[] name = EncodeName(Name, place);
        Span<byte> head = writer.Append(LogObjectPointLayout.NameOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(head[LogObjectPointLayout.LsnOffset..], Commit.End.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(head[LogObjectPointLayout.XidOffset..], Commit.Xid.Value);
        BinaryPrimitives.WriteInt64LittleEndian(head[LogObjectPointLayout.TimeOffset..], Commit.Time);
        BinaryPrimitives.WriteUInt16LittleEndian(head[LogObjectPointLayout.NameSizeOffset..], (ushort)name.Length);
        writer.WriteBytes(name);
    }

    internal static byte[] EncodeName(string text, Place place)
    {
        byte[] name = StrictText.Encode(text, place, "name");
        GraphName.Check(name, place);
        return name;
    }
}
