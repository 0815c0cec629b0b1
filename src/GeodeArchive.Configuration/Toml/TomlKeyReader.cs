namespace GeodeArchive.Configuration.Toml;

/// <summary>Reads keys.</summary>
internal static class TomlKeyReader
{
    private const int PartCountMax = 32;

    /// <summary>Reads a key with the blanks around it.</summary>
    public static TomlKey Read(TomlCursor cursor)
    {
        var parts = new List<TomlKeyPart>(1);
        do
        {
            cursor.SkipBlanks();
            var place = cursor.Place;
            if (parts.Count == PartCountMax)
            {
                throw cursor.Fail($"a key of more than {PartCountMax} parts");
            }

            parts.Add(new TomlKeyPart(ReadPart(cursor), place));
            cursor.SkipBlanks();
        }
        while (cursor.TryTake('.'));
        return new TomlKey(parts);
    }

    /// <summary>Takes the sign between a key and its value, and the blanks behind it.</summary>
    public static void TakeEquals(TomlCursor cursor)
    {
        if (!cursor.TryTake('='))
        {
            throw cursor.Fail($"expected '=' after a key, not {cursor.Show()}", "key = value");
        }

        cursor.SkipBlanks();
    }

    private static string ReadPart(TomlCursor cursor)
    {
        if (cursor.Current is '"' or '\'')
        {
            return cursor.StartsWith("\"\"\"") || cursor.StartsWith("'''")
                ? throw cursor.Fail("a key cannot be a multi-line string")
                : TomlStringReader.Read(cursor);
        }

        var start = cursor.Position;
        while (TomlKey.IsBare(cursor.Current))
        {
            cursor.Advance();
        }

        return cursor.Position > start
            ? cursor.From(start)
            : throw cursor.Fail($"expected a key, not {cursor.Show()}", "letters, digits, '_' and '-'; anything else in quotes");
    }
}
