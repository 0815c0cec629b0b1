namespace GeodeArchive.Configuration.Toml;

/// <summary>Reads values.</summary>
internal sealed class TomlValueReader(TomlCursor cursor)
{
    private const int DepthMax = 64;
    private const string OneLine = "an inline table is on one line, without a comma at its end";

    private int _depth;

    /// <summary>Reads the value that comes next.</summary>
    public TomlValue Read()
    {
        var place = cursor.Place;
        return cursor.Current switch
        {
            '"' or '\'' => TomlValue.From(place, TomlStringReader.Read(cursor)),
            '[' => Nested(place, ReadArray),
            '{' => Nested(place, ReadInlineTable),
            _ => TomlScalarReader.Read(cursor, place),
        };
    }

    private TomlValue Nested(TomlPlace place, Func<TomlPlace, TomlValue> read)
    {
        if (++_depth > DepthMax)
        {
            throw cursor.Fail($"arrays and inline tables are nested more than {DepthMax} deep");
        }

        cursor.Advance();
        var value = read(place);
        _depth--;
        return value;
    }

    private TomlValue ReadArray(TomlPlace place)
    {
        var values = new List<TomlValue>();
        while (true)
        {
            cursor.SkipLines();
            if (cursor.TryTake(']'))
            {
                return TomlValue.From(place, values);
            }

            DemandMore(place, "array", ']');
            values.Add(Read());
            cursor.SkipLines();
            if (!cursor.TryTake(',') && cursor.Current != ']')
            {
                DemandMore(place, "array", ']');
                throw cursor.Fail($"expected ',' or ']' after a value of an array, not {cursor.Show()}");
            }
        }
    }

    private TomlValue ReadInlineTable(TomlPlace place)
    {
        var table = new TomlTable { IsInline = true };
        var dotted = new List<TomlTable>();
        cursor.SkipBlanks();
        if (!cursor.TryTake('}'))
        {
            do
            {
                DemandMore(place, "inline table", '}');
                AddInline(table, dotted);
                cursor.SkipBlanks();
            }
            while (cursor.TryTake(','));
            DemandMore(place, "inline table", '}');
            if (!cursor.TryTake('}'))
            {
                throw cursor.Fail($"expected ',' or '}}' after a value of an inline table, not {cursor.Show()}", OneLine);
            }
        }

        // Only within the braces can dotted keys add to the same table.
        dotted.ForEach(inner => inner.IsInline = true);
        return TomlValue.From(place, table);
    }

    private void AddInline(TomlTable table, List<TomlTable> dotted)
    {
        var key = TomlKeyReader.Read(cursor);
        TomlKeyReader.TakeEquals(cursor);
        for (var i = 0; i < key.Count - 1; i++)
        {
            if (!table.TryGet(key[i].Name, out var entry))
            {
                var made = new TomlTable();
                entry = new TomlEntry(key[i].Name, key[i].Place, TomlValue.From(key[i].Place, made));
                table.Add(entry);
                dotted.Add(made);
            }

            table = entry.Value.Kind == TomlKind.Table && !entry.Value.AsTable().IsInline
                ? entry.Value.AsTable()
                : throw Taken(key, i, entry);
        }

        if (table.TryGet(key.Last.Name, out var taken))
        {
            throw Taken(key, key.Count - 1, taken);
        }

        table.Add(new TomlEntry(key.Last.Name, key.Last.Place, Read()));
    }

    private void DemandMore(TomlPlace start, string what, char end)
    {
        if (cursor.IsAtEnd)
        {
            throw cursor.Fail(start, $"the {what} does not end", $"end it with {end}");
        }

        if (end == '}' && cursor.IsAtNewline())
        {
            throw cursor.Fail($"the {what} does not end on its line", OneLine);
        }
    }

    private ConfigurationException Taken(TomlKey key, int index, TomlEntry other) =>
        cursor.Fail(key[index].Place, $"{key.Through(index)} is given already, in line {other.Place.Line}", "each key is given once");
}
