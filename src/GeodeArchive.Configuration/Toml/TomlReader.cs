namespace GeodeArchive.Configuration.Toml;

/// <summary>Reads a document line by line into tables.</summary>
internal sealed class TomlReader
{
    private readonly TomlCursor _cursor;
    private readonly TomlValueReader _values;
    private readonly TomlTable _root = new();
    private readonly List<TomlTable> _dotted = [];
    private TomlTable _section;

    /// <summary>Prepares to read.</summary>
    public TomlReader(TomlCursor cursor)
    {
        _cursor = cursor;
        _values = new TomlValueReader(cursor);
        _section = _root;
    }

    /// <summary>Reads the document.</summary>
    public TomlTable Read()
    {
        while (true)
        {
            _cursor.SkipLines();
            if (_cursor.IsAtEnd)
            {
                return _root;
            }

            if (_cursor.Current == '[')
            {
                ReadHeader();
            }
            else
            {
                ReadKeyAndValue();
            }

            _cursor.SkipBlanksAndComment();
            if (!_cursor.IsAtEnd && !_cursor.IsAtNewline())
            {
                throw _cursor.Fail($"expected the end of the line, not {_cursor.Show()}", "one key and value, or one header, a line");
            }
        }
    }

    private void ReadHeader()
    {
        // What dotted keys made in a section is defined by it.
        _dotted.ForEach(table => table.IsDefined = true);
        _dotted.Clear();
        _cursor.Advance();
        var isArray = _cursor.TryTake('[');
        var key = TomlKeyReader.Read(_cursor);
        if (!_cursor.TryTake(']') || (isArray && !_cursor.TryTake(']')))
        {
            throw _cursor.Fail($"expected '{(isArray ? "]]" : "]")}' after the name of a table, not {_cursor.Show()}");
        }

        var parent = _root;
        for (var i = 0; i < key.Count - 1; i++)
        {
            parent = Descend(parent, key, i);
        }

        _section = isArray ? AddElement(parent, key) : Define(parent, key);
    }

    /// <summary>The table of a part of a header, made where it is not there.</summary>
    private TomlTable Descend(TomlTable parent, TomlKey key, int index)
    {
        if (!parent.TryGet(key[index].Name, out var entry))
        {
            return NewTable(parent, key[index]);
        }

        var value = entry.Value.Kind == TomlKind.Array && IsTables(entry.Value) ? entry.Value.AsArray()[^1] : entry.Value;
        return value.Kind == TomlKind.Table && !value.AsTable().IsInline ? value.AsTable() : throw Taken(key, index, entry);
    }

    private TomlTable Define(TomlTable parent, TomlKey key)
    {
        if (!parent.TryGet(key.Last.Name, out var entry))
        {
            var made = NewTable(parent, key.Last);
            made.IsDefined = true;
            return made;
        }

        if (entry.Value.Kind != TomlKind.Table || entry.Value.AsTable() is { IsDefined: true } or { IsInline: true })
        {
            throw Taken(key, key.Count - 1, entry);
        }

        entry.Value.AsTable().IsDefined = true;
        return entry.Value.AsTable();
    }

    private TomlTable AddElement(TomlTable parent, TomlKey key)
    {
        var table = new TomlTable { IsDefined = true };
        var element = TomlValue.From(key.Last.Place, table);
        if (!parent.TryGet(key.Last.Name, out var entry))
        {
            parent.Add(new TomlEntry(key.Last.Name, key.Last.Place, TomlValue.From(key.Last.Place, new List<TomlValue> { element })));
            return table;
        }

        if (entry.Value.Kind != TomlKind.Array || !IsTables(entry.Value))
        {
            throw Taken(key, key.Count - 1, entry);
        }

        entry.Value.Elements().Add(element);
        return table;
    }

    private void ReadKeyAndValue()
    {
        var key = TomlKeyReader.Read(_cursor);
        TomlKeyReader.TakeEquals(_cursor);
        var parent = _section;
        for (var i = 0; i < key.Count - 1; i++)
        {
            parent = DescendDotted(parent, key, i);
        }

        if (parent.TryGet(key.Last.Name, out var taken))
        {
            throw Taken(key, key.Count - 1, taken);
        }

        parent.Add(new TomlEntry(key.Last.Name, key.Last.Place, _values.Read()));
    }

    /// <summary>The table of a part of a dotted key: one that this section makes, or that a header only passed through.</summary>
    private TomlTable DescendDotted(TomlTable parent, TomlKey key, int index)
    {
        TomlTable table;
        if (!parent.TryGet(key[index].Name, out var entry))
        {
            table = NewTable(parent, key[index]);
        }
        else if (entry.Value.Kind == TomlKind.Table && entry.Value.AsTable() is { IsDefined: false, IsInline: false } open)
        {
            table = open;
        }
        else
        {
            throw Taken(key, index, entry);
        }

        _dotted.Add(table);
        return table;
    }

    private static TomlTable NewTable(TomlTable parent, TomlKeyPart part)
    {
        var table = new TomlTable();
        parent.Add(new TomlEntry(part.Name, part.Place, TomlValue.From(part.Place, table)));
        return table;
    }

    /// <summary>Whether an array is one of tables with headers, rather than one that was written as a value.</summary>
    private static bool IsTables(TomlValue array) =>
        array.AsArray() is [.., { Kind: TomlKind.Table } last] && !last.AsTable().IsInline;

    private ConfigurationException Taken(TomlKey key, int index, TomlEntry other)
    {
        var what = other.Value.Kind switch
        {
            TomlKind.Table when other.Value.AsTable().IsInline => "an inline table",
            TomlKind.Table => "a table",
            TomlKind.Array when IsTables(other.Value) => "an array of tables",
            TomlKind.Array => "an array",
            _ => "a value",
        };
        return _cursor.Fail(
            key[index].Place,
            $"{key.Through(index)} is {what} already, from line {other.Place.Line}",
            other.Value.Kind == TomlKind.Table ? "a table is defined once: put all its keys in one place" : "each key is given once");
    }
}
