using System.Globalization;
using System.Text.Json.Nodes;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Structures of a store as JSON, field by field under the names of the specification.</summary>
internal static class StoreText
{
    public static JsonObject Header(StoreFileHeader header) => new()
    {
        ["version_minor"] = header.VersionMinor,
        ["features_compatible"] = header.FeaturesCompatible,
        ["features_read_only"] = header.FeaturesReadOnly,
        ["database_id"] = header.DatabaseId.ToString(),
        ["file_id"] = header.FileId.ToString(),
        ["graph_id"] = header.GraphId.Value,
        ["created"] = header.Created,
    };

    public static JsonObject Superblock(Superblock superblock) => new()
    {
        ["slot"] = superblock.Slot,
        ["epoch"] = superblock.Epoch,
        ["generation"] = superblock.Generation.Value,
        ["previous_generation"] = superblock.PreviousGeneration.Value,
        ["database_id"] = superblock.DatabaseId.ToString(),
        ["incarnation_id"] = superblock.IncarnationId.ToString(),
        ["timeline_id"] = superblock.TimelineId.ToString(),
        ["checkpoint_lsn"] = superblock.CheckpointLsn.Value,
        ["time"] = superblock.Time,
        ["catalog_file_id"] = superblock.CatalogFileId.ToString(),
        ["catalog_root"] = Pointer(superblock.CatalogRoot),
        ["catalog_space"] = Pointer(superblock.CatalogSpace),
        ["catalog_page_count"] = superblock.CatalogPageCount,
    };

    public static JsonObject Page(StorePageHeader header, byte[] page)
    {
        JsonObject described = new()
        {
            ["kind"] = (int)header.Kind,
            ["level"] = header.Level,
            ["page_number"] = header.Page.Value,
            ["birth"] = header.Birth.Value,
            ["file_id"] = header.FileId.ToString(),
            ["extent"] = header.Extent,
        };
        IEnumerable<int> slots = Enumerable.Range(0, header.EntryCount);
        switch (header.Kind)
        {
            case StorePageKind.Leaf or StorePageKind.Inner:
                described["cells"] = VectorText.List(slots, slot => Cell(page, slot));
                break;
            case StorePageKind.Overflow when header.Level == 0:
                described["data_sha256"] = WholeStore.Sum(PointerPage.Body(page.AsSpan())[..(int)header.Extent]);
                break;
            case StorePageKind.Space when header.Level == 0:
                described["used"] = States(page, header.Extent, SpaceState.Used);
                described["freed"] = States(page, header.Extent, SpaceState.Freed);
                break;
            default:
                described["pointers"] = VectorText.List(slots, slot => Pointer(PointerPage.Pointer(page, slot)));
                break;
        }

        return described;
    }

    public static JsonObject CatalogRow(byte[] key, byte[] value)
    {
        if (CatalogKey.TryReadGraph(key, out GraphId graph))
        {
            GraphRecord record = GraphRecord.Decode(value);
            return new JsonObject
            {
                ["graph_id"] = graph.Value,
                ["root"] = Pointer(record.Root),
                ["space"] = Pointer(record.Space),
                ["page_count"] = record.PageCount,
                ["generation"] = record.Generation.Value,
                ["checkpoint_lsn"] = record.CheckpointLsn.Value,
                ["file_id"] = record.FileId.ToString(),
                ["file_number"] = record.FileNumber.Value,
                ["attributes"] = Convert.ToHexStringLower(record.Attributes.Span),
            };
        }

        if (CatalogKey.TryReadAncestor(key, out uint ordinal))
        {
            StoreAncestor ancestor = StoreAncestor.Decode(value);
            return new JsonObject
            {
                ["ordinal"] = ordinal,
                ["incarnation_id"] = ancestor.IncarnationId.ToString(),
                ["generation"] = ancestor.Generation.Value,
            };
        }

        if (CatalogKey.TryReadRecoveryPoint(key, out string name))
        {
            RecoveryPoint point = RecoveryPoint.Decode(value);
            return new JsonObject
            {
                ["name"] = Convert.ToHexStringLower(GraphName.Encode(name)),
                ["lsn"] = point.Lsn.Value,
                ["xid"] = point.Xid.Value,
                ["time"] = point.Time,
            };
        }

        if (!key.AsSpan().SequenceEqual(CatalogKey.Database))
        {
            CatalogKey.FailUnknown(key);
        }

        DatabaseRecord database = DatabaseRecord.Decode(value);
        return new JsonObject
        {
            ["next_graph_id"] = database.NextGraphId.Value,
            ["attributes"] = Convert.ToHexStringLower(database.Attributes.Span),
        };
    }

    public static JsonObject GraphRow(byte[] key, byte[] value)
    {
        GraphRowKey row = GraphRowKey.Decode(key);
        JsonObject described = new() { ["keyspace"] = (int)row.Keyspace };
        switch (row.Keyspace)
        {
            case GraphKeyspace.Node:
                NodeRecord node = NodeRecord.Decode(value);
                described["node_id"] = row.Node;
                described["labels"] = VectorText.List(node.Labels, label => label);
                described["properties"] = VectorText.List(node.Properties, Property);
                break;
            case GraphKeyspace.Relationship:
                RelationshipRecord relationship = RelationshipRecord.Decode(value);
                described["relationship_id"] = row.Relationship;
                described["type"] = relationship.Type;
                described["start_node"] = relationship.Start;
                described["end_node"] = relationship.End;
                described["properties"] = VectorText.List(relationship.Properties, Property);
                break;
            case GraphKeyspace.LabelNode:
                GraphIndexValue.DecodeNothing(value);
                described["label"] = row.Number;
                described["node_id"] = row.Node;
                break;
            case GraphKeyspace.Outgoing or GraphKeyspace.Incoming:
                described["node_id"] = row.Node;
                described["type"] = row.Number;
                described["relationship_id"] = row.Relationship;
                described["other_node"] = GraphIndexValue.DecodeNode(value);
                break;
            case GraphKeyspace.LabelCount or GraphKeyspace.TypeCount:
                described["number"] = row.Number;
                described["count"] = GraphIndexValue.DecodeCount(value);
                break;
            case GraphKeyspace.NameNumber:
                described["kind"] = (int)row.NameKind;
                described["name"] = Convert.ToHexStringLower(row.Name);
                described["number"] = GraphIndexValue.DecodeNumber(value);
                break;
            case GraphKeyspace.NumberName:
                described["kind"] = (int)row.NameKind;
                described["number"] = row.Number;
                described["name"] = Convert.ToHexStringLower(GraphName.Encode(GraphName.Decode(value)));
                break;
            default:
                AddCounters(described, GraphCounters.Decode(value));
                break;
        }

        return described;
    }

    private static void AddCounters(JsonObject described, GraphCounters counters)
    {
        described["next_node"] = counters.NextNode;
        described["next_relationship"] = counters.NextRelationship;
        described["next_label"] = counters.NextLabel;
        described["next_type"] = counters.NextType;
        described["next_key"] = counters.NextKey;
        described["nodes"] = counters.NodeCount;
        described["relationships"] = counters.RelationshipCount;
    }

    private static JsonObject Cell(byte[] page, int slot)
    {
        JsonObject cell = new() { ["key"] = Convert.ToHexStringLower(CellPage.Key(page, slot)) };
        if (CellPage.Kind(page) == StorePageKind.Inner)
        {
            cell["pointer"] = Pointer(CellPage.Pointer(page, slot));
        }
        else if (CellPage.IsOverflow(page, slot))
        {
            OverflowReference reference = OverflowReference.Read(CellPage.Value(page, slot));
            cell["value_size"] = reference.ValueSize;
            cell["root"] = Pointer(reference.Root);
        }
        else
        {
            cell["value"] = Convert.ToHexStringLower(CellPage.Value(page, slot));
        }

        return cell;
    }

    private static JsonArray States(byte[] page, long first, SpaceState state) => VectorText.List(
        Enumerable.Range(0, StoreLimits.SpacePageCoverage).Where(index => PointerPage.State(PointerPage.Body(page.AsSpan()), index) == state),
        index => first + index);

    private static JsonObject? Pointer(BlockPointer pointer) => pointer.IsNone
        ? null
        : new JsonObject { ["page_number"] = pointer.Page.Value, ["birth"] = pointer.Birth.Value, ["hash"] = pointer.Hash.ToString() };

    private static JsonObject Property(GraphProperty property) => new() { ["key"] = property.Key, ["value"] = Value(property.Value) };

    private static JsonObject Value(PropertyValue value)
    {
        JsonObject described = new() { ["type"] = (int)value.Type };
        switch (value.Type)
        {
            case PropertyType.Boolean:
                described["value"] = value.AsBoolean();
                break;
            case PropertyType.Integer:
                described["value"] = value.AsInteger();
                break;
            case PropertyType.Float:
                described["bits"] = BitConverter.DoubleToUInt64Bits(value.AsFloat()).ToString("x16", CultureInfo.InvariantCulture);
                break;
            case PropertyType.String:
                described["value"] = value.AsString();
                break;
            case PropertyType.Bytes:
                described["value"] = Convert.ToHexStringLower(value.AsBytes().AsSpan());
                break;
            case PropertyType.DateTime:
                ZonedTime time = value.AsDateTime();
                described["nanoseconds"] = time.Nanoseconds;
                described["offset_seconds"] = time.OffsetSeconds;
                described["zone"] = time.Zone;
                break;
            case PropertyType.List:
                described["items"] = VectorText.List(value.AsList(), Value);
                break;
        }

        return described;
    }
}
