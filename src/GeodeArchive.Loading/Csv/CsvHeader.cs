using System.Text;
using GeodeArchive.Loading.Reading;
using GeodeArchive.Loading.Values;

namespace GeodeArchive.Loading.Csv;

/// <summary>
/// Reads the first line of a file: <c>name:type</c> for a property, <c>:ID</c>, <c>:LABEL</c>, <c>:START_ID</c>, <c>:END_ID</c>,
/// <c>:TYPE</c>, with an id space in brackets, as users of graph databases know it (neo4j-admin import).
/// </summary>
internal static class CsvHeader
{
    private const string Types = "string, int, float, boolean, datetime, bytes, json, each but json also with []";

    /// <summary>Reads the columns.</summary>
    /// <exception cref="LoadException">They are not what nodes, or relationships, can be made of.</exception>
    public static IReadOnlyList<CsvColumn> Read(InputFile file, CsvFields fields)
    {
        var columns = new List<CsvColumn>(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            columns.Add(ReadColumn(file, i, Encoding.UTF8.GetString(fields[i]).TrimStart('\uFEFF').Trim()));
        }

        Demand(file, columns);
        return columns;
    }

    private static CsvColumn ReadColumn(InputFile file, int index, string text)
    {
        var options = text.EndsWith('}') ? text.LastIndexOf('{') : -1;
        var idType = options < 0 ? ColumnType.String : ReadIdType(file, index, text[options..]);
        text = options < 0 ? text : text[..options];
        var colon = text.LastIndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        var type = colon < 0 ? "string" : text[(colon + 1)..];
        var bracket = type.IndexOf('(', StringComparison.Ordinal);
        var space = bracket >= 0 && type.EndsWith(')') ? type[(bracket + 1)..^1] : string.Empty;
        var role = (bracket < 0 ? type : type[..bracket]).ToUpperInvariant() switch
        {
            "ID" => ColumnRole.Id,
            "LABEL" => ColumnRole.Label,
            "START_ID" => ColumnRole.StartId,
            "END_ID" => ColumnRole.EndId,
            "TYPE" => ColumnRole.Type,
            "IGNORE" => ColumnRole.Ignored,
            _ => ColumnRole.Property,
        };
        var isId = role is ColumnRole.Id or ColumnRole.StartId or ColumnRole.EndId;
        if (isId)
        {
            return new CsvColumn(index, role, role == ColumnRole.Id ? name : string.Empty, idType, false, Encoding.UTF8.GetBytes(space));
        }

        var isList = type.EndsWith("[]", StringComparison.Ordinal);
        var valueType = role == ColumnRole.Property ? ReadType(file, index, isList ? type[..^2] : type) : ColumnType.String;
        if (role == ColumnRole.Property && (name.Length == 0 || (isList && valueType == ColumnType.Json)))
        {
            throw file.Fail(1, index + 1, $"'{text}' names no property", "name:type, such as age:int; :IGNORE leaves a column out");
        }

        return new CsvColumn(index, role, name, valueType, isList, []);
    }

    private static ColumnType ReadType(InputFile file, int index, string type) => type.ToLowerInvariant() switch
    {
        "string" or "char" => ColumnType.String,
        "int" or "integer" or "long" or "short" or "byte" => ColumnType.Integer,
        "float" or "double" => ColumnType.Float,
        "boolean" or "bool" => ColumnType.Boolean,
        "datetime" => ColumnType.DateTime,
        "bytes" => ColumnType.Bytes,
        "json" => ColumnType.Json,
        _ => throw file.Fail(1, index + 1, $"there is no type '{type}'", $"types are {Types}"),
    };

    /// <summary>The options of an id: <c>{id-type:int}</c>.</summary>
    private static ColumnType ReadIdType(InputFile file, int index, string options)
    {
        const string Prefix = "{id-type:";
        var text = options.Replace(" ", string.Empty, StringComparison.Ordinal);
        return text.StartsWith(Prefix, StringComparison.Ordinal) && text.EndsWith('}')
            ? ReadType(file, index, text[Prefix.Length..^1])
            : throw file.Fail(1, index + 1, $"'{options}' says nothing of an id", "{id-type:int} keeps it as an integer");
    }

    private static void Demand(InputFile file, List<CsvColumn> columns)
    {
        var wanted = file.Input.IsRelationships
            ? (ColumnRole[])[ColumnRole.StartId, ColumnRole.EndId, ColumnRole.Type]
            : [ColumnRole.Id, ColumnRole.Label];
        foreach (var column in columns)
        {
            if (column.Role is not (ColumnRole.Property or ColumnRole.Ignored or ColumnRole.Label) && !wanted.Contains(column.Role))
            {
                var kind = file.Input.IsRelationships ? "relationships" : "nodes";
                throw file.Fail(1, column.Index + 1, $"{kind} have no column of this kind",
                    "is this the header of the other kind of file?");
            }

            if (column.Role is not (ColumnRole.Property or ColumnRole.Ignored) && columns.Count(other => other.Role == column.Role) > 1)
            {
                throw file.Fail(1, column.Index + 1, "there are two columns of this kind");
            }
        }

        DemandEnds(file, columns);
    }

    private static void DemandEnds(InputFile file, List<CsvColumn> columns)
    {
        if (!file.Input.IsRelationships)
        {
            return;
        }

        if (!columns.Exists(column => column.Role == ColumnRole.StartId) || !columns.Exists(column => column.Role == ColumnRole.EndId))
        {
            throw file.Fail(1, 0, "the header lacks :START_ID or :END_ID", "the first line is :START_ID,:END_ID,:TYPE and the properties");
        }

        if (file.Input.Names.Count == 0 && !columns.Exists(column => column.Role == ColumnRole.Type))
        {
            throw file.Fail(1, 0, "the header lacks :TYPE", "or say it before the file: --relationships KNOWS=FILE");
        }
    }
}
