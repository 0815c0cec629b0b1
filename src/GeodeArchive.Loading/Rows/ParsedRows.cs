namespace GeodeArchive.Loading.Rows;

/// <summary>The rows of a chunk, encoded, with the ids that the input gives them.</summary>
internal sealed class ParsedRows
{
    private readonly List<byte[]> _rows = [];
    private readonly List<(int Start, int Length, long Line)> _ids = [];
    private byte[] _idBytes = new byte[4096];
    private int _idLength;

    /// <summary>How many.</summary>
    public int Count => _rows.Count;

    /// <summary>A row.</summary>
    public byte[] this[int index] => _rows[index];

    /// <summary>Starts over.</summary>
    public void Clear()
    {
        _rows.Clear();
        _ids.Clear();
        _idLength = 0;
    }

    /// <summary>Adds a row without an id.</summary>
    public void Add(byte[] row)
    {
        _rows.Add(row);
        _ids.Add(default);
    }

    /// <summary>Adds a row with its id: the space, and the id in it.</summary>
    public void Add(byte[] row, ReadOnlySpan<byte> space, ReadOnlySpan<byte> id, long line)
    {
        var key = Reserve(space.Length + 1 + id.Length);
        WriteKey(key, space, id);
        _rows.Add(row);
        _ids.Add((_idLength - key.Length, key.Length, line));
    }

    /// <summary>The id of a row with its space; false if it has none.</summary>
    public bool TryGetId(int index, out ReadOnlySpan<byte> key, out long line)
    {
        var (start, length, at) = _ids[index];
        key = _idBytes.AsSpan(start, length);
        line = at;
        return length > 0;
    }

    /// <summary>The bytes by which an id of a space is known.</summary>
    public static void WriteKey(Span<byte> key, ReadOnlySpan<byte> space, ReadOnlySpan<byte> id)
    {
        // No name of a space holds 0.
        space.CopyTo(key);
        key[space.Length] = 0;
        id.CopyTo(key[(space.Length + 1)..]);
    }

    private Span<byte> Reserve(int size)
    {
        if (_idLength + size > _idBytes.Length)
        {
            Array.Resize(ref _idBytes, Math.Max(2 * _idBytes.Length, _idLength + size));
        }

        _idLength += size;
        return _idBytes.AsSpan(_idLength - size, size);
    }
}
