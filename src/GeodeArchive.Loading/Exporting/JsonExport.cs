using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using GeodeArchive.Format;
using GeodeArchive.Loading.Values;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Loading.Exporting;

/// <summary>Writes rows as objects, one a line.</summary>
internal sealed class JsonExport(GraphSnapshot graph, ExportFile file) : IRowExport
{
    private readonly Utf8JsonWriter _writer = new(
        file.Buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <inheritdoc/>
    public void BeginNodes()
    {
    }

    /// <inheritdoc/>
    public void BeginRelationships()
    {
    }

    /// <inheritdoc/>
    public void Write(long id, NodeRecord node)
    {
        Begin("node", id);
        _writer.WriteStartArray("labels");
        foreach (var label in node.Labels)
        {
            _writer.WriteStringValue(graph.NameOf(NameKind.Label, label));
        }

        _writer.WriteEndArray();
        End(node.Properties);
    }

    /// <inheritdoc/>
    public void Write(long id, RelationshipRecord relationship)
    {
        Begin("relationship", id);
        _writer.WriteString("label", graph.NameOf(NameKind.RelationshipType, relationship.Type));
        _writer.WriteString("start", relationship.Start.ToString(CultureInfo.InvariantCulture));
        _writer.WriteString("end", relationship.End.ToString(CultureInfo.InvariantCulture));
        End(relationship.Properties);
    }

    private void Begin(string type, long id)
    {
        _writer.Reset(file.Buffer);
        _writer.WriteStartObject();
        _writer.WriteString("type", type);
        _writer.WriteString("id", id.ToString(CultureInfo.InvariantCulture));
    }

    private void End(ImmutableArray<GraphProperty> properties)
    {
        _writer.WriteStartObject("properties");
        foreach (var property in properties)
        {
            _writer.WritePropertyName(graph.NameOf(NameKind.PropertyKey, property.Key));
            JsonValues.Write(_writer, property.Value);
        }

        _writer.WriteEndObject();
        _writer.WriteEndObject();
        _writer.Flush();
        file.EndRow();
    }
}
