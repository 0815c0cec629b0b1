using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GeodeArchive.Format;
using GeodeArchive.Loading.Rows;
using GeodeArchive.Loading.Values;

namespace GeodeArchive.Loading.Csv;

/// <summary>Makes the properties of a row of its fields.</summary>
internal sealed class CsvPropertyWriter
{
    private readonly CsvFields _fields;
    private readonly (CsvColumn Column, uint Key)[] _columns;

    /// <summary>Prepares to write. Keys get their numbers in the order of the columns.</summary>
    public CsvPropertyWriter(CsvFields fields, IReadOnlyList<CsvColumn> columns, NameNumbers names)
    {
        _fields = fields;
        _columns = [.. columns.Where(column => column.IsProperty)
            .Select(column => (column, names.Of(NameKind.PropertyKey, column.Name)))
            .ToList()
            .OrderBy(column => column.Item2)];
    }

    /// <summary>How many properties the record has: a field that says nothing is none.</summary>
    public int Count()
    {
        var count = 0;
        uint before = 0;
        foreach (var (column, key) in _columns)
        {
            if (_fields.IsAbsent(column.Index))
            {
                continue;
            }

            if (key == before)
            {
                throw _fields.Fail(column.Index, $"{column.Name} has two values", "of the columns of one property, a row fills one");
            }

            before = key;
            count++;
        }

        return count;
    }

    /// <summary>Writes them.</summary>
    public void Write(RowWriter row)
    {
        foreach (var (column, key) in _columns)
        {
            if (!_fields.IsAbsent(column.Index))
            {
                Write(row, column, key, _fields[column.Index]);
            }
        }
    }

    private void Write(RowWriter row, CsvColumn column, uint key, ReadOnlySpan<byte> field)
    {
        if (column.IsList)
        {
            row.Add(key, PropertyValue.From(ReadList(column, field)));
        }
        else if (column.Type == ColumnType.String)
        {
            row.AddText(key, field);
        }
        else if (column.Type == ColumnType.Integer)
        {
            row.Add(key, ReadInteger(column, field));
        }
        else
        {
            row.Add(key, Read(column, field));
        }
    }

    private ImmutableArray<PropertyValue> ReadList(CsvColumn column, ReadOnlySpan<byte> field)
    {
        var values = ImmutableArray.CreateBuilder<PropertyValue>();
        foreach (var range in field.Split((byte)';'))
        {
            values.Add(Read(column, field[range]));
        }

        return values.ToImmutable();
    }

    private PropertyValue Read(CsvColumn column, ReadOnlySpan<byte> field) => column.Type switch
    {
        ColumnType.String => PropertyValue.From(Encoding.UTF8.GetString(field)),
        ColumnType.Integer => PropertyValue.From(ReadInteger(column, field)),
        ColumnType.Float => double.TryParse(field.Trim((byte)' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? PropertyValue.From(number)
            : throw Wrong(column, field, "float"),
        ColumnType.Boolean => ReadBoolean(column, field.Trim((byte)' ')),
        ColumnType.DateTime => MomentText.TryParse(field.Trim((byte)' ')) is { } moment
            ? PropertyValue.From(moment)
            : throw Wrong(column, field, "datetime", "2026-01-27T14:30:00.5+01:00[Europe/Berlin]; from offset on UTC without it"),
        ColumnType.Bytes => ReadBytes(column, field),
        _ => ReadJson(column, field),
    };

    private long ReadInteger(CsvColumn column, ReadOnlySpan<byte> field) =>
        long.TryParse(field.Trim((byte)' '), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(column, field, "int");

    private PropertyValue ReadBoolean(CsvColumn column, ReadOnlySpan<byte> field)
    {
        var isTrue = Ascii.EqualsIgnoreCase(field, "true"u8);
        return isTrue || Ascii.EqualsIgnoreCase(field, "false"u8)
            ? PropertyValue.From(isTrue)
            : throw Wrong(column, field, "boolean", "true or false");
    }

    private PropertyValue ReadBytes(CsvColumn column, ReadOnlySpan<byte> field)
    {
        try
        {
            return PropertyValue.From([.. Convert.FromBase64String(Encoding.UTF8.GetString(field))]);
        }
        catch (FormatException)
        {
            throw Wrong(column, field, "bytes", "bytes are written as base64");
        }
    }

    private PropertyValue ReadJson(CsvColumn column, ReadOnlySpan<byte> field)
    {
        try
        {
            var reader = new Utf8JsonReader(field);
            _ = reader.Read();
            var value = JsonValues.Read(ref reader);
            return !reader.Read() && value.Type != PropertyType.Null ? value : throw Wrong(column, field, "json", "null is an empty field");
        }
        catch (JsonException wrong)
        {
            throw _fields.Fail(column.Index, $"no value in JSON: {wrong.Message}");
        }
    }

    private LoadException Wrong(CsvColumn column, ReadOnlySpan<byte> field, string type, string? hint = null)
    {
        const int ShownMax = 40;
        var text = Encoding.UTF8.GetString(field);
        text = text.Length > ShownMax ? string.Concat(text.AsSpan(0, ShownMax), "...") : text;
        return _fields.Fail(column.Index, $"'{text}' is no {type}, as {column.Name} is to be", hint);
    }
}
