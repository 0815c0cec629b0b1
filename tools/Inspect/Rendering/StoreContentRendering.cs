using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Inspect.Inspecting;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>Shows what is behind the header of a page: rows, pointers, a part of a value, what is free.</summary>
internal static class StoreContentRendering
{
    private const int CellHeaderSize = 4;

    private static readonly ReportTable Cells = new(
        "cell", 1, new("slot", 0), new("offset", 0), new("key", 0), new("size", 0), new("value", 0));

    private static readonly ReportTable Pointers = new("pointer", 1, new("slot", 0), new("to", 0));

    private static readonly ReportTable Runs = new("run", 1, new("first", 0), new("last", 0), new("state", 0));

    /// <summary>Shows the content of a page whose structure is right.</summary>
    /// <returns>What it is, in words.</returns>
    public static string Show(Inspection inspection, byte[] page, StorePageHeader header, PageNumber number, bool isCatalog)
    {
        switch (header.Kind)
        {
            case StorePageKind.Leaf:
                ShowLeaf(inspection, page, header, number, isCatalog);
                return $"a leaf of {CountText.Of(header.EntryCount, "key")}";
            case StorePageKind.Inner:
                ShowInner(inspection, page, header, number, isCatalog);
                return $"an inner page of level {header.Level} over {CountText.Of(header.EntryCount, "page")}";
            case StorePageKind.Space when header.Level == 0:
                return ShowSpace(inspection.Report, page, header.Extent);
            case StorePageKind.Overflow when header.Level == 0:
                return $"{header.Extent} bytes of a value";
            default:
                for (var slot = 0; slot < header.EntryCount; slot++)
                {
                    inspection.Report.Row(Pointers, slot, PointerText.Of(PointerPage.Pointer(page, slot)));
                }

                return $"a page of kind {Names.Of(header.Kind)}, level {header.Level}, over {CountText.Of(header.EntryCount, "page")}";
        }
    }

    private static void ShowLeaf(Inspection inspection, byte[] page, StorePageHeader header, PageNumber number, bool isCatalog)
    {
        for (var slot = 0; slot < header.EntryCount; slot++)
        {
            var key = CellPage.Key(page, slot);
            var value = CellPage.Value(page, slot);
            page.AsSpan().Overlaps(key, out var at);
            var isLarge = CellPage.IsOverflow(page, slot);
            var size = isLarge ? OverflowReference.Read(value).ValueSize : value.Length;
            try
            {
                var keyText = KeyText(key, isCatalog);
                var valueText = isLarge ? $"in overflow pages: {PointerText.Of(OverflowReference.Read(value).Root)}"
                    : isCatalog ? "fields follow" : RowText.OfGraphValue(key, value);
                inspection.Report.Row(Cells, slot, number.Offset + at - CellHeaderSize, keyText, size, valueText);
                if (isCatalog && !isLarge)
                {
                    ShowRecord(inspection, key, value, number.Offset + at + key.Length);
                }
            }
            catch (ArchiveFormatException damage)
            {
                inspection.Report.Row(Cells, slot, number.Offset + at - CellHeaderSize, RowText.OfBytes(key), size, RowText.OfBytes(value));
                inspection.Findings.Add(FailedCheck.From(damage, number.Offset) with { Detail = $"cell {slot}: {damage.Detail}" });
                inspection.Findings.Show();
            }
        }
    }

    /// <summary>A record of the catalog, with the offsets of its fields.</summary>
    private static void ShowRecord(Inspection inspection, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long offset)
    {
        if (CatalogKey.TryReadGraph(key, out _))
        {
            ShowFields(inspection, "graph record", StructureFields.GraphRecord, value, offset);
            var attributes = GraphAttributes.Decode(GraphRecord.Decode(value).Attributes.Span);
            var start = offset + StructureFields.GraphRecord[^1].End;
            inspection.Report.Field("fingerprint", start, attributes.Fingerprint.ToString());
            inspection.Report.Field("name", start + GraphFingerprint.Size, RowText.OfName(GraphName.Encode(attributes.Name)));
        }
        else if (CatalogKey.TryReadAncestor(key, out _))
        {
            ShowFields(inspection, "ancestor", StructureFields.StoreAncestor, value, offset);
            StoreAncestor.Decode(value);
        }
        else if (CatalogKey.TryReadRecoveryPoint(key, out _))
        {
            ShowFields(inspection, "recovery point", StructureFields.RecoveryPoint, value, offset);
            var point = RecoveryPoint.Decode(value);
            inspection.Report.Field("time", null, point.Time, TimeText.FromNanoseconds(point.Time));
        }
        else
        {
            ShowFields(inspection, "database record", StructureFields.DatabaseRecord, value, offset);
            var attributes = DatabaseAttributes.Decode(DatabaseRecord.Decode(value).Attributes.Span);
            if (attributes.Xid != Xid.None)
            {
                inspection.Report.Field("xid", offset + StructureFields.DatabaseRecord[^1].End, ReportValue.Of(attributes.Xid.Value));
                inspection.Report.Field("time", null, attributes.TimeMax, TimeText.FromNanoseconds(attributes.TimeMax));
            }
        }
    }

    private static void ShowFields(
        Inspection inspection, string name, ImmutableArray<StructureField> fields, ReadOnlySpan<byte> value, long offset)
    {
        inspection.Structures.ShowOfStore(name, $"at {offset}", fields, value, offset);
        var end = fields[^1].End;
        if (value.Length > end)
        {
            inspection.Report.Field("attributes", offset + end, RowText.OfBytes(value[end..]), CountText.Of(value.Length - end, "byte"));
        }
    }

    private static void ShowInner(Inspection inspection, byte[] page, StorePageHeader header, PageNumber number, bool isCatalog)
    {
        for (var slot = 0; slot < header.EntryCount; slot++)
        {
            var key = CellPage.Key(page, slot);
            page.AsSpan().Overlaps(CellPage.Value(page, slot), out var at);
            inspection.Report.Row(
                Cells,
                slot,
                number.Offset + at - key.Length - CellHeaderSize,
                slot == 0 ? "(all before the next)" : SeparatorText(key, isCatalog),
                BlockPointer.Size,
                PointerText.Of(CellPage.Pointer(page, slot)));
        }
    }

    /// <summary>The first key that a page may hold. It is cut where it need not be longer.</summary>
    public static string SeparatorText(ReadOnlySpan<byte> key, bool isCatalog)
    {
        try
        {
            return KeyText(key, isCatalog);
        }
        catch (ArchiveFormatException)
        {
            return RowText.OfBytes(key);
        }
    }

    private static string KeyText(ReadOnlySpan<byte> key, bool isCatalog) =>
        isCatalog ? RowText.OfCatalogKey(key) : RowText.OfGraphKey(key);

    private static string ShowSpace(IReport report, byte[] page, long first)
    {
        var body = PointerPage.Body(page.AsSpan());
        var counts = new long[(int)SpaceState.Freed + 1];
        var start = 0;
        for (var index = 0; index < StoreLimits.SpacePageCoverage; index++)
        {
            var state = PointerPage.State(body, index);
            counts[(int)state]++;
            var isLast = index + 1 == StoreLimits.SpacePageCoverage;
            if (isLast || PointerPage.State(body, index + 1) != state)
            {
                report.Row(Runs, first + start, first + index, Names.Of(state));
                start = index + 1;
            }
        }

        return $"of {CountText.Of(StoreLimits.SpacePageCoverage, "page")} from page {first} on {counts[(int)SpaceState.Used]} are used, "
            + $"{counts[(int)SpaceState.Freed]} freed";
    }
}
