using GeodeArchive.Format;

namespace GeodeArchive.Store.Transactions;

/// <summary>Makes rows of what they hold. Keeps a buffer for each thread.</summary>
internal static class RowEncoder
{
    private const int BufferSizeKept = 1 << 20;

    [ThreadStatic]
    private static FormatWriter? _writer;

    /// <summary>The row of a node.</summary>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static byte[] Encode(NodeRecord node)
    {
        var writer = Begin();
        node.Encode(writer);
        return End(writer);
    }

    /// <summary>The row of a relationship.</summary>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static byte[] Encode(RelationshipRecord relationship)
    {
        var writer = Begin();
        relationship.Encode(writer);
        return End(writer);
    }

    /// <summary>Refuses a row that is too large.</summary>
    public static void DemandSize(byte[] row)
    {
        if (row.Length > StoreLimits.ValueSizeMax)
        {
            throw new StoreException(
                StoreError.TooLarge, $"{row.Length} bytes in one node or relationship, at most {StoreLimits.ValueSizeMax} are possible");
        }
    }

    private static FormatWriter Begin()
    {
        var writer = _writer ??= new FormatWriter(256);
        writer.Clear();
        return writer;
    }

    private static byte[] End(FormatWriter writer)
    {
        var row = writer.WrittenSpan.ToArray();
        if (row.Length > BufferSizeKept)
        {
            _writer = null;
        }

        DemandSize(row);
        return row;
    }
}
