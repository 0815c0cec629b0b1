using System.Text;
using System.Text.Json;
using GeodeArchive.Format;
using GeodeArchive.Loading.Reading;
using GeodeArchive.Loading.Rows;
using GeodeArchive.Loading.Values;

namespace GeodeArchive.Loading.JsonLines;

/// <summary>
/// Makes rows of objects, one a line, as APOC exports them: <c>{"type": "node", "id": "1", "labels": ["A"], "properties": {}}</c> and
/// <c>{"type": "relationship", "label": "KNOWS", "start": {"id": "1"}, "end": {"id": "2"}, "properties": {}}</c>; an end may be the id
/// alone. Of a file with both, the objects of the kind that is not loaded from it are passed over.
/// </summary>
internal sealed class JsonRowParser(InputSource source, NameNumbers names, ExternalIds ids) : IRowParser
{
    private readonly RowWriter _row = new();
    private readonly SortedDictionary<uint, PropertyValue> _properties = [];
    private readonly List<string> _labels = [];
    private JsonRecord _record;

    /// <inheritdoc/>
    public void Parse(Chunk chunk, ParsedRows rows)
    {
        var line = chunk.Line;
        foreach (var range in chunk.Bytes.Split((byte)'\n'))
        {
            var text = chunk.Bytes[range];
            if (text.ContainsAnyExcept(" \t\r"u8))
            {
                ParseLine(text, line, rows);
            }

            line++;
        }
    }

    private void ParseLine(ReadOnlySpan<byte> text, long line, ParsedRows rows)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            ReadObject(ref reader);
            if (_record.IsRelationship == source.File.Input.IsRelationships)
            {
                AddRow(line, rows);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or InvalidOperationException)
        {
            var column = (int)(wrong is JsonException { BytePositionInLine: { } position } ? position : reader.TokenStartIndex) + 1;
            throw source.File.Fail(line, column, FirstSentence(wrong.Message));
        }
    }

    private void AddRow(long line, ParsedRows rows)
    {
        if (_record.IsRelationship)
        {
            var type = _record.Label
                ?? (source.File.Input.Names is [var usual] ? usual : throw new JsonException("a relationship without a label"));
            _row.BeginRelationship(names.Of(NameKind.RelationshipType, type), NodeOf(_record.Start), NodeOf(_record.End),
                _properties.Count);
        }
        else
        {
            _row.BeginNode(names.OfLabels(source.File.Input.Names.Concat(_labels)), _properties.Count);
        }

        foreach (var (key, value) in _properties)
        {
            _row.Add(key, value);
        }

        if (_record is { IsRelationship: false, Id: { } id })
        {
            rows.Add(_row.End(), default, Encoding.UTF8.GetBytes(id), line);
        }
        else
        {
            rows.Add(_row.End());
        }
    }

    private long NodeOf(string? id)
    {
        var bytes = Encoding.UTF8.GetBytes(id ?? throw new JsonException("a relationship without start or end"));
        var key = new byte[bytes.Length + 1];
        ParsedRows.WriteKey(key, default, bytes);
        return ids.Find(key) is var node && node > 0 ? node : throw new JsonException($"there is no node with the id '{id}'");
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        _record = default;
        _properties.Clear();
        _labels.Clear();
        Demand(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "a line is to be an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader);
        }

        Demand(!reader.Read(), "something follows the object");
        Demand(_record.HasType, "an object without \"type\": \"node\" or \"relationship\"");
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        var member = reader.GetString();
        _ = reader.Read();
        switch (member)
        {
            case "type":
                var type = reader.GetString();
                Demand(type is "node" or "relationship", "type is to be \"node\" or \"relationship\"");
                _record.HasType = true;
                _record.IsRelationship = type == "relationship";
                break;
            case "id":
                _record.Id = ReadId(ref reader);
                break;
            case "label":
                _record.Label = reader.GetString();
                break;
            case "labels":
                ReadLabels(ref reader);
                break;
            case "properties":
                ReadProperties(ref reader);
                break;
            case "start":
                _record.Start = ReadEnd(ref reader);
                break;
            case "end":
                _record.End = ReadEnd(ref reader);
                break;
            default:
                throw new JsonException($"unknown member '{member}': known are type, id, labels, label, start, end, properties");
        }
    }

    private void ReadLabels(ref Utf8JsonReader reader)
    {
        Demand(reader.TokenType == JsonTokenType.StartArray, "labels are to be an array of strings");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _labels.Add(reader.GetString() ?? throw new JsonException("a label that is null"));
        }
    }

    private void ReadProperties(ref Utf8JsonReader reader)
    {
        Demand(reader.TokenType == JsonTokenType.StartObject, "properties are to be an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            _ = reader.Read();
            var value = JsonValues.Read(ref reader);
            if (value.Type != PropertyType.Null)
            {
                Demand(_properties.TryAdd(names.Of(NameKind.PropertyKey, name), value), $"property '{name}' is given twice");
            }
        }
    }

    private static string ReadEnd(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ReadId(ref reader);
        }

        string? id = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("id"u8);
            _ = reader.Read();
            if (isId)
            {
                id = ReadId(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return id ?? throw new JsonException("an end without an id");
    }

    private static string ReadId(ref Utf8JsonReader reader)
    {
        var id = reader.TokenType == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString();
        return id is { Length: > 0 } && id.Length < ExternalIds.LengthMax / 4 ? id
            : throw new JsonException("an id that is empty or too long");
    }

    private static void Demand(bool condition, string wrong)
    {
        if (!condition)
        {
            throw new JsonException(wrong);
        }
    }

    /// <summary>The reader adds where it was, which is said already.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end].TrimEnd('.');
    }

    /// <summary>The members of an object but for labels and properties.</summary>
    private struct JsonRecord
    {
        public bool HasType;
        public bool IsRelationship;
        public string? Id;
        public string? Label;
        public string? Start;
        public string? End;
    }
}
