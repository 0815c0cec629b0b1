namespace GeodeArchive.Format;

/// <summary>Reads the labels of a node's row without the rest of it. Allocates nothing.</summary>
public ref struct LabelReader
{
    private FormatReader _reader;
    private long _left;

    /// <summary>Starts before the first label.</summary>
    /// <param name="row">The row, or its beginning with all labels.</param>
    /// <exception cref="ArchiveFormatException">Not a valid node.</exception>
    public LabelReader(ReadOnlySpan<byte> row)
    {
        _reader = new FormatReader(row, "node");
        _left = _reader.ReadCount("label_count");
    }

    /// <summary>The label.</summary>
    public uint Current { get; private set; }

    /// <summary>Goes to the next label; they ascend.</summary>
    /// <exception cref="ArchiveFormatException">Not a valid node.</exception>
    public bool MoveNext()
    {
        if (_left == 0)
        {
            return false;
        }

        uint label = (uint)_reader.ReadRange("label", 1, uint.MaxValue);
        _reader.Place.Require(label > Current, FormatError.BadOrder, "labels do not ascend");
        Current = label;
        _left--;
        return true;
    }
}
