using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Loading.Reading;
using GeodeArchive.Loading.Rows;

namespace GeodeArchive.Loading.Csv;

/// <summary>Makes rows of the lines of a table.</summary>
internal sealed class CsvRowParser : IRowParser
{
    private readonly InputSource _source;
    private readonly NameNumbers _names;
    private readonly ExternalIds _ids;
    private readonly CsvFields _fields;
    private readonly CsvPropertyWriter _properties;
    private readonly RowWriter _row = new();
    private readonly CsvColumn? _id;
    private readonly CsvColumn? _label;
    private readonly CsvColumn? _start;
    private readonly CsvColumn? _end;
    private readonly CsvColumn? _type;
    private byte[] _key = new byte[256];

    /// <summary>Prepares to parse.</summary>
    public CsvRowParser(InputSource source, NameNumbers names, ExternalIds ids)
    {
        _source = source;
        _names = names;
        _ids = ids;
        _fields = new CsvFields(source.File, source.Separator);
        _properties = new CsvPropertyWriter(_fields, source.Columns, names);
        _id = Find(ColumnRole.Id);
        _label = Find(ColumnRole.Label);
        _start = Find(ColumnRole.StartId);
        _end = Find(ColumnRole.EndId);
        _type = Find(ColumnRole.Type);
    }

    /// <inheritdoc/>
    public void Parse(Chunk chunk, ParsedRows rows)
    {
        _fields.Begin(chunk);
        while (_fields.Next())
        {
            if (_fields.Count != _source.Columns.Count)
            {
                throw _fields.Fail(Math.Min(_fields.Count, _source.Columns.Count),
                    $"{_fields.Count} fields, and {_source.Columns.Count} columns");
            }

            try
            {
                ParseRecord(rows);
            }
            catch (ArgumentException wrong)
            {
                throw _fields.Fail(-1, wrong.Message);
            }
        }
    }

    private void ParseRecord(ParsedRows rows)
    {
        if (_source.File.Input.IsRelationships)
        {
            _row.BeginRelationship(TypeNumber(), NodeOf(_start!), NodeOf(_end!), _properties.Count());
            _properties.Write(_row);
            rows.Add(_row.End());
            return;
        }

        var labels = _names.OfLabels(_source.File.Input.Names, _label is null ? default : _fields[_label.Index]);
        _row.BeginNode(labels, _properties.Count());
        _properties.Write(_row);
        if (_id is null)
        {
            rows.Add(_row.End());
            return;
        }

        rows.Add(_row.End(), _id.Space, IdIn(_id), _fields.Line);
    }

    private uint TypeNumber()
    {
        if (_type is null || _fields.IsAbsent(_type.Index))
        {
            return _source.File.Input.Names is [var name]
                ? _names.Of(NameKind.RelationshipType, name)
                : throw _fields.Fail(_type!.Index, "a relationship without a type");
        }

        return _names.OfType(_fields[_type.Index]);
    }

    private long NodeOf(CsvColumn column)
    {
        var id = IdIn(column);
        var size = column.Space.Length + 1 + id.Length;
        if (_key.Length < size)
        {
            _key = new byte[2 * size];
        }

        var key = _key.AsSpan(0, size);
        ParsedRows.WriteKey(key, column.Space, id);
        return _ids.Find(key) is var node && node > 0
            ? node
            : throw _fields.Fail(
                column.Index,
                $"there is no node with the id '{Encoding.UTF8.GetString(id)}'{InSpace(column)}",
                "relationships are between nodes of the same load, by their :ID");
    }

    private static string InSpace(CsvColumn column) =>
        column.Space.Length > 0 ? $" in {Encoding.UTF8.GetString(column.Space)}" : string.Empty;

    private ReadOnlySpan<byte> IdIn(CsvColumn column)
    {
        var id = _fields[column.Index].Trim((byte)' ');
        return !id.IsEmpty && id.Length + column.Space.Length < ExternalIds.LengthMax
            ? id
            : throw _fields.Fail(column.Index, id.IsEmpty ? "an id that is empty" : "an id that is too long");
    }

    private CsvColumn? Find(ColumnRole role) => _source.Columns.FirstOrDefault(column => column.Role == role);
}
