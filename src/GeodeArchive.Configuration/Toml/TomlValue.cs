namespace GeodeArchive.Configuration.Toml;

/// <summary>A value of a document, with its place.</summary>
public sealed class TomlValue
{
    private readonly object _content;

    private TomlValue(TomlKind kind, TomlPlace place, object content)
    {
        Kind = kind;
        Place = place;
        _content = content;
    }

    /// <summary>What it is.</summary>
    public TomlKind Kind { get; }

    /// <summary>Where it begins.</summary>
    public TomlPlace Place { get; }

    /// <summary>The text.</summary>
    /// <exception cref="InvalidCastException">Another kind; as in all of these.</exception>
    public string AsText() => (string)_content;

    /// <summary>The whole number.</summary>
    public long AsInteger() => (long)_content;

    /// <summary>The float.</summary>
    public double AsFloat() => (double)_content;

    /// <summary>True or false.</summary>
    public bool AsBoolean() => (bool)_content;

    /// <summary>The date, the time, or both.</summary>
    public TomlDateTime AsDateTime() => (TomlDateTime)_content;

    /// <summary>The values in order.</summary>
    public IReadOnlyList<TomlValue> AsArray() => (List<TomlValue>)_content;

    /// <summary>The table.</summary>
    public TomlTable AsTable() => (TomlTable)_content;

    internal static TomlValue From(TomlPlace place, string value) => new(TomlKind.String, place, value);

    internal static TomlValue From(TomlPlace place, long value) => new(TomlKind.Integer, place, value);

    internal static TomlValue From(TomlPlace place, double value) => new(TomlKind.Float, place, value);

    internal static TomlValue From(TomlPlace place, bool value) => new(TomlKind.Boolean, place, value);

    internal static TomlValue From(TomlPlace place, TomlDateTime value) => new(value.Kind, place, value);

    internal static TomlValue From(TomlPlace place, List<TomlValue> values) => new(TomlKind.Array, place, values);

    internal static TomlValue From(TomlPlace place, TomlTable table) => new(TomlKind.Table, place, table);

    /// <summary>The list of an array of tables, while the document is read.</summary>
    internal List<TomlValue> Elements() => (List<TomlValue>)_content;
}
