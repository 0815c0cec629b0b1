using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>The rows of a store's trees for people: keys and values, decoded; long ones are cut.</summary>
internal static class RowText
{
    private const int TextSizeMax = 60;
    private const int ItemCountMax = 20;

    /// <summary>A key of the catalog.</summary>
    /// <exception cref="ArchiveFormatException">No catalog has such a key.</exception>
    public static string OfCatalogKey(ReadOnlySpan<byte> key)
    {
        if (CatalogKey.TryReadGraph(key, out var graph))
        {
            return $"graph {graph.Value}";
        }

        if (CatalogKey.TryReadAncestor(key, out var ordinal))
        {
            return $"ancestor {ordinal}";
        }

        if (!key.SequenceEqual(CatalogKey.Database))
        {
            CatalogKey.FailUnknown(key);
        }

        return "database";
    }

    /// <summary>A key of a graph: "node 5", "label 3 node 7".</summary>
    /// <exception cref="ArchiveFormatException">No graph has such a key.</exception>
    public static string OfGraphKey(ReadOnlySpan<byte> key)
    {
        var row = GraphRowKey.Decode(key);
        return row.Keyspace switch
        {
            GraphKeyspace.Node => $"node {row.Node}",
            GraphKeyspace.Relationship => $"relationship {row.Relationship}",
            GraphKeyspace.LabelNode => $"label {row.Number} node {row.Node}",
            GraphKeyspace.Outgoing => $"from node {row.Node} type {row.Number} relationship {row.Relationship}",
            GraphKeyspace.Incoming => $"to node {row.Node} type {row.Number} relationship {row.Relationship}",
            GraphKeyspace.LabelCount => $"nodes of label {row.Number}",
            GraphKeyspace.TypeCount => $"relationships of type {row.Number}",
            GraphKeyspace.NameNumber => $"{Names.Of(row.NameKind)} {Quoted(row.Name)}",
            GraphKeyspace.NumberName => $"name of {Names.Of(row.NameKind)} {row.Number}",
            _ => "counters",
        };
    }

    /// <summary>A value of a graph.</summary>
    /// <param name="key">Its key, decoded before.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArchiveFormatException">It is not what such a key has.</exception>
    public static string OfGraphValue(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        switch (GraphRowKey.Decode(key).Keyspace)
        {
            case GraphKeyspace.Node:
                return OfNode(value);
            case GraphKeyspace.Relationship:
                return OfRelationship(value);
            case GraphKeyspace.LabelNode:
                GraphIndexValue.DecodeNothing(value);
                return "-";
            case GraphKeyspace.Outgoing:
                return $"to node {GraphIndexValue.DecodeNode(value)}";
            case GraphKeyspace.Incoming:
                return $"from node {GraphIndexValue.DecodeNode(value)}";
            case GraphKeyspace.LabelCount or GraphKeyspace.TypeCount:
                return $"{GraphIndexValue.DecodeCount(value)}";
            case GraphKeyspace.NameNumber:
                return $"number {GraphIndexValue.DecodeNumber(value)}";
            case GraphKeyspace.NumberName:
                return OfName(GraphName.Encode(GraphName.Decode(value)));
            default:
                return Of(GraphCounters.Decode(value));
        }
    }

    /// <summary>A node.</summary>
    /// <exception cref="ArchiveFormatException">It is none.</exception>
    public static string OfNode(ReadOnlySpan<byte> row)
    {
        var node = NodeRecord.Decode(row);
        return $"labels [{Joined(node.Labels, label => $"{label}")}], {Of(node.Properties)}";
    }

    /// <summary>A relationship.</summary>
    /// <exception cref="ArchiveFormatException">It is none.</exception>
    public static string OfRelationship(ReadOnlySpan<byte> row)
    {
        var relationship = RelationshipRecord.Decode(row);
        var (type, start, end) = (relationship.Type, relationship.Start, relationship.End);
        return $"type {type}, from node {start} to node {end}, {Of(relationship.Properties)}";
    }

    /// <summary>A name, in quotation marks.</summary>
    public static string OfName(ReadOnlySpan<byte> name) => Quoted(name);

    /// <summary>What the catalog keeps for the graph layer: of a graph, or of the database; null where it keeps nothing.</summary>
    /// <exception cref="ArchiveFormatException">It is not what such a key has.</exception>
    public static string? OfAttributes(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (CatalogKey.TryReadGraph(key, out var number))
        {
            var graph = GraphAttributes.Decode(GraphRecord.Decode(value).Attributes.Span);
            return $"graph {number.Value} is {OfName(GraphName.Encode(graph.Name))}, its fingerprint {graph.Fingerprint}";
        }

        if (!key.SequenceEqual(CatalogKey.Database))
        {
            return null;
        }

        var database = DatabaseAttributes.Decode(DatabaseRecord.Decode(value).Attributes.Span);
        return database.Xid == Xid.None
            ? "no transaction is in the trees"
            : $"the last transaction in the trees is {database.Xid}, the highest time of one {TimeText.FromNanoseconds(database.TimeMax)}";
    }

    /// <summary>Bytes of which nothing is known.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes)
    {
        var shown = Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, TextSizeMax / 2)]);
        return bytes.IsEmpty ? "-" : bytes.Length > TextSizeMax / 2 ? $"{shown}..." : shown;
    }

    private static string Of(GraphCounters counters) =>
        $"next node {counters.NextNode}, relationship {counters.NextRelationship}, label {counters.NextLabel}, type {counters.NextType}, "
        + $"key {counters.NextKey}; {CountText.Of(counters.NodeCount, "node")}, {CountText.Of(counters.RelationshipCount, "relationship")}";

    private static string Of(ImmutableArray<GraphProperty> properties) =>
        $"properties {{{Joined(properties, property => $"{property.Key}: {Of(property.Value)}")}}}";

    private static string Of(PropertyValue value) => value.Type switch
    {
        PropertyType.Boolean => value.AsBoolean() ? "true" : "false",
        PropertyType.Integer => value.AsInteger().ToString(CultureInfo.InvariantCulture),
        PropertyType.Float => value.AsFloat().ToString("R", CultureInfo.InvariantCulture),
        PropertyType.String => Quoted(Encoding.UTF8.GetBytes(value.AsString())),
        PropertyType.Bytes => $"bytes {OfBytes(value.AsBytes().AsSpan())}",
        PropertyType.DateTime => Of(value.AsDateTime()),
        PropertyType.List => $"[{Joined(value.AsList(), Of)}]",
        _ => "null",
    };

    private static string Of(ZonedTime time)
    {
        var zone = time.Zone.Length == 0 ? string.Empty : $" {Quoted(Encoding.UTF8.GetBytes(time.Zone))}";
        return $"{TimeText.FromNanoseconds(time.Nanoseconds)} (offset {time.OffsetSeconds} s{zone})";
    }

    private static string Quoted(ReadOnlySpan<byte> text) => text.Length <= TextSizeMax
        ? $"\"{ByteText.Show(text)}\""
        : $"\"{ByteText.Show(text[..TextSizeMax])}\"... of {text.Length} bytes";

    private static string Joined<T>(ImmutableArray<T> items, Func<T, string> describe)
    {
        var text = string.Join(", ", items.Take(ItemCountMax).Select(describe));
        return items.Length <= ItemCountMax ? text : $"{text}, ... of {items.Length}";
    }
}
