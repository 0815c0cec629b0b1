namespace GeodeArchive.Format;

/// <summary>
/// Writes rows of nodes and relationships piece by piece, as <see cref="NodeRecord.Encode"/> and <see cref="RelationshipRecord.Encode"/>
/// do, without objects in between: for loading. Used again for row after row.
/// </summary>
public sealed class RowWriter
{
    private const string StructureName = "row";

    private readonly FormatWriter _writer = new(256);
    private uint _key;
    private int _missing;

    /// <summary>Begins a node.</summary>
    /// <param name="labels">Numbers of its labels, ascending.</param>
    /// <param name="propertyCount">How many properties follow.</param>
    public void BeginNode(ReadOnlySpan<uint> labels, int propertyCount)
    {
        _writer.Clear();
        _writer.WriteCount(labels.Length);
        uint previous = 0;
        foreach (uint label in labels)
        {
            Demand(label > previous, "labels do not ascend");
            _writer.WriteVarint(label);
            previous = label;
        }

        BeginProperties(propertyCount);
    }

    /// <summary>Begins a relationship.</summary>
    /// <param name="type">Number of its type, from 1.</param>
    /// <param name="start">The node that it leaves.</param>
    /// <param name="end">The node that it reaches.</param>
    /// <param name="propertyCount">How many properties follow.</param>
    public void BeginRelationship(uint type, long start, long end, int propertyCount)
    {
        Demand(type > 0 && start > 0 && end > 0, "a type or an end is 0");
        _writer.Clear();
        _writer.WriteVarint(type);
        _writer.WriteCount(start);
        _writer.WriteCount(end);
        BeginProperties(propertyCount);
    }

    /// <summary>Adds a property. Keys ascend.</summary>
    public void Add(uint key, long value)
    {
        BeginProperty(key, PropertyType.Integer);
        _writer.WriteZigzag(value);
    }

    /// <summary>Adds a property that is a string, given as valid UTF-8.</summary>
    public void AddText(uint key, ReadOnlySpan<byte> value)
    {
        Demand(value.Length <= PropertyValue.SizeMax, "a string is too long");
        BeginProperty(key, PropertyType.String);
        _writer.WriteLengthPrefixed(value);
    }

    /// <summary>Adds a property.</summary>
    /// <exception cref="ArgumentException">What a reader would refuse.</exception>
    public void Add(uint key, PropertyValue value)
    {
        Demand(value.Type != PropertyType.Null, "a property that is null");
        BeginKey(key);
        value.Write(_writer, Place.Encoding(StructureName));
    }

    /// <summary>Ends the row.</summary>
    /// <returns>Its bytes; the caller's.</returns>
    public byte[] End()
    {
        Demand(_missing == 0, "properties are missing");
        return _writer.WrittenSpan.ToArray();
    }

    private static void Demand(bool condition, string wrong)
    {
        if (!condition)
        {
            throw new ArgumentException(wrong);
        }
    }

    private void BeginProperties(int count)
    {
        _writer.WriteCount(count);
        _missing = count;
        _key = 0;
    }

    private void BeginProperty(uint key, PropertyType type)
    {
        BeginKey(key);
        _writer.WriteByte((byte)type);
    }

    private void BeginKey(uint key)
    {
        Demand(key > _key && _missing > 0, "keys do not ascend, or there are too many properties");
        _writer.WriteVarint(key);
        _key = key;
        _missing--;
    }
}
