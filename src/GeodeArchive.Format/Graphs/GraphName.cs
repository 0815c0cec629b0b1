namespace GeodeArchive.Format;

/// <summary>Names of graphs, labels, relationship types, property keys and recovery points: UTF-8 of 1 to 255 bytes.</summary>
public static class GraphName
{
    private const string StructureName = "name";

    /// <summary>A name as bytes.</summary>
    /// <exception cref="ArgumentException">It is empty, too long, or not valid text.</exception>
    public static byte[] Encode(string name)
    {
        Place place = Place.Encoding(StructureName);
        byte[] bytes = StrictText.Encode(name, place, StructureName);
        place.RequireRange(bytes.Length, 1, GraphKey.NameSizeMax, "size of a name");
        return bytes;
    }

    /// <summary>A name from bytes.</summary>
    /// <exception cref="ArchiveFormatException">It is empty, too long, or not valid text.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        Place place = Place.Decoding(StructureName, -1);
        place.RequireRange(bytes.Length, 1, GraphKey.NameSizeMax, "size of a name");
        return StrictText.Decode(bytes, place, StructureName);
    }

    internal static void Check(ReadOnlySpan<byte> bytes, Place place)
    {
        place.RequireRange(bytes.Length, 1, GraphKey.NameSizeMax, "size of a name");
        place.Require(System.Text.Unicode.Utf8.IsValid(bytes), FormatError.BadValue, "a name that is not UTF-8");
    }
}
