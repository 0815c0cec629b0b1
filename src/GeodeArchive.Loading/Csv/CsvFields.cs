using GeodeArchive.Loading.Reading;

namespace GeodeArchive.Loading.Csv;

/// <summary>Takes records apart into fields (RFC 4180). A quote is allowed around a field, and twice inside one, nowhere else.</summary>
internal sealed class CsvFields(InputFile file, byte separator)
{
    private const byte Quote = (byte)'"';
    private const int FieldCountMax = 1 << 16;

    private Field[] _fields = new Field[16];
    private byte[] _unescaped = new byte[4096];
    private int _unescapedLength;
    private byte[] _bytes = [];
    private int _end;
    private int _at;
    private long _nextLine;

    /// <summary>Fields of the record.</summary>
    public int Count { get; private set; }

    /// <summary>Line that the record begins on.</summary>
    public long Line { get; private set; }

    /// <summary>Bytes of the chunk that were taken.</summary>
    public int Position => _at;

    /// <summary>A field, without quotes.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ref readonly var field = ref _fields[index];
            return (field.IsUnescaped ? _unescaped : _bytes).AsSpan(field.Start, field.Length);
        }
    }

    /// <summary>Whether a field says nothing: empty, and without quotes.</summary>
    public bool IsAbsent(int index) => _fields[index].Length == 0 && !_fields[index].IsQuoted;

    /// <summary>Starts with a chunk.</summary>
    public void Begin(Chunk chunk)
    {
        _bytes = chunk.Buffer;
        _end = chunk.End;
        _at = chunk.Start;
        _nextLine = chunk.Line;
    }

    /// <summary>Takes the next record that is not an empty line; false at the end of the chunk.</summary>
    /// <exception cref="LoadException">It is not well-formed.</exception>
    public bool Next()
    {
        while (_at < _end && _bytes[_at] is (byte)'\n' or (byte)'\r')
        {
            _nextLine += _bytes[_at] == '\n' ? 1 : 0;
            _at++;
        }

        if (_at >= _end)
        {
            return false;
        }

        Line = _nextLine;
        Count = 0;
        _unescapedLength = 0;
        while (ReadField())
        {
        }

        _nextLine++;
        return true;
    }

    /// <summary>A failure in a field of this record.</summary>
    public LoadException Fail(int index, string detail, string? hint = null) => file.Fail(Line, index + 1, detail, hint);

    /// <summary>Reads a field and what ends it; false if that ends the record.</summary>
    private bool ReadField()
    {
        var bytes = _bytes.AsSpan(0, _end);
        var isQuoted = _at < _end && bytes[_at] == Quote;
        var field = isQuoted ? ReadQuoted() : ReadPlain(bytes);
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, Count < FieldCountMax ? 2 * Count : throw Fail(Count, $"more than {FieldCountMax} fields"));
        }

        _fields[Count++] = field;
        if (_at < _end && bytes[_at] == separator)
        {
            _at++;
            return true;
        }

        if (_at < _end && bytes[_at] == '\r')
        {
            _at++;
        }

        if (_at < _end && bytes[_at] != '\n')
        {
            throw Fail(Count - 1, isQuoted ? "something follows the quote that ends a field" : "a carriage return inside a line");
        }

        _at++;
        return false;
    }

    private Field ReadPlain(ReadOnlySpan<byte> bytes)
    {
        var start = _at;
        while (_at < bytes.Length && bytes[_at] != separator && bytes[_at] is not (Quote or (byte)'\n' or (byte)'\r'))
        {
            _at++;
        }

        return _at >= bytes.Length || bytes[_at] != Quote
            ? new Field(start, _at - start, IsQuoted: false, IsUnescaped: false)
            : throw Fail(Count, "a quote inside a field without quotes around it", "put the field in quotes, and write the quote twice");
    }

    private Field ReadQuoted()
    {
        var start = ++_at;
        var first = -1;
        while (true)
        {
            var length = _bytes.AsSpan(_at, _end - _at).IndexOf(Quote);
            if (length < 0)
            {
                throw Fail(Count, "a field in quotes does not end");
            }

            _at += length + 1;
            if (_at >= _end || _bytes[_at] != Quote)
            {
                break;
            }

            first = first < 0 ? _at : first;
            _at++;
        }

        var content = _bytes.AsSpan(start, _at - 1 - start);
        _nextLine += content.Count((byte)'\n');
        return first < 0 ? new Field(start, content.Length, IsQuoted: true, IsUnescaped: false) : Unescape(content);
    }

    private Field Unescape(ReadOnlySpan<byte> content)
    {
        if (_unescapedLength + content.Length > _unescaped.Length)
        {
            Array.Resize(ref _unescaped, Math.Max(2 * _unescaped.Length, _unescapedLength + content.Length));
        }

        var start = _unescapedLength;
        for (var i = 0; i < content.Length; i++)
        {
            _unescaped[_unescapedLength++] = content[i];
            i += content[i] == Quote ? 1 : 0;
        }

        return new Field(start, _unescapedLength - start, IsQuoted: true, IsUnescaped: true);
    }

    /// <summary>Where a field is.</summary>
    private readonly record struct Field(int Start, int Length, bool IsQuoted, bool IsUnescaped);
}
