using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GeodeArchive.Format;
using GeodeArchive.Loading.Values;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Loading.Exporting;

/// <summary>Writes rows as a table: a column for each key and type of its values.</summary>
internal sealed class CsvExport(
    GraphSnapshot graph, ExportFile file, InputFormat format, IReadOnlyList<(uint Key, PropertyType Type)> columns) : IRowExport
{
    private readonly char _separator = format == InputFormat.Tsv ? '\t' : ',';
    private readonly SearchValues<char> _special = SearchValues.Create(format == InputFormat.Tsv ? "\"\t\n\r" : "\",\n\r");

    /// <inheritdoc/>
    public void BeginNodes() => WriteHeader(":ID", ":LABEL");

    /// <inheritdoc/>
    public void BeginRelationships() => WriteHeader(":START_ID", ":END_ID", ":TYPE");

    /// <inheritdoc/>
    public void Write(long id, NodeRecord node)
    {
        file.Write(id.ToString(CultureInfo.InvariantCulture));
        WriteField(string.Join(';', node.Labels.Select(label => Demand(graph.NameOf(NameKind.Label, label), isLabel: true))));
        WriteProperties(node.Properties);
    }

    /// <inheritdoc/>
    public void Write(long id, RelationshipRecord relationship)
    {
        file.Write(relationship.Start.ToString(CultureInfo.InvariantCulture));
        WriteField(relationship.End.ToString(CultureInfo.InvariantCulture));
        WriteField(graph.NameOf(NameKind.RelationshipType, relationship.Type));
        WriteProperties(relationship.Properties);
    }

    private static string TypeName(PropertyType type) => type switch
    {
        PropertyType.Boolean => "boolean",
        PropertyType.Integer => "int",
        PropertyType.Float => "float",
        PropertyType.String => "string",
        PropertyType.Bytes => "bytes",
        PropertyType.DateTime => "datetime",
        _ => "json",
    };

    private void WriteHeader(string first, params ReadOnlySpan<string> others)
    {
        file.Write(first);
        foreach (var other in others)
        {
            WriteField(other);
        }

        foreach (var (key, type) in columns)
        {
            WriteField($"{Demand(graph.NameOf(NameKind.PropertyKey, key), isLabel: false)}:{TypeName(type)}");
        }

        file.EndRow();
    }

    private void WriteProperties(ImmutableArray<GraphProperty> properties)
    {
        var next = 0;
        foreach (var (key, type) in columns)
        {
            if (next < properties.Length && properties[next].Key == key && properties[next].Value.Type == type)
            {
                WriteField(Show(properties[next++].Value), isValue: true);
            }
            else
            {
                file.Write([_separator]);
            }
        }

        file.EndRow();
    }

    private void WriteField(string text, bool isValue = false)
    {
        file.Write([_separator]);
        var isQuoted = (isValue && text.Length == 0) || text.AsSpan().ContainsAny(_special);
        file.Write(isQuoted ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
    }

    private static string Show(PropertyValue value) => value.Type switch
    {
        PropertyType.Boolean => value.AsBoolean() ? "true" : "false",
        PropertyType.Integer => value.AsInteger().ToString(CultureInfo.InvariantCulture),
        PropertyType.Float => JsonValues.ShowFloat(value.AsFloat()),
        PropertyType.String => value.AsString(),
        PropertyType.Bytes => Convert.ToBase64String(value.AsBytes().AsSpan()),
        PropertyType.DateTime => MomentText.Show(value.AsDateTime()),
        _ => ShowJson(value),
    };

    private static string ShowJson(PropertyValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonValues.Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Names that a header or a list of labels would take for something else.</summary>
    private string Demand(string name, bool isLabel) => name == name.Trim() && !(isLabel && name.Contains(';', StringComparison.Ordinal))
        ? name
        : throw new LoadException(
            file.Name, 0, 0, $"the name '{name}' cannot be written in a table", "--format jsonl writes any name");
}
