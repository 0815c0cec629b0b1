using System.Globalization;
using GeodeArchive.Format;
using GeodeArchive.Inspect.Inspecting;
using GeodeArchive.Inspect.Reporting;
using GeodeArchive.Io.Files;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Rendering;

/// <summary>Shows the tree nodes of a metadata block, and what is in them.</summary>
internal static class TreeRendering
{
    private static readonly ReportTable Nodes = new("node", 1, new("chunk", 0), new("kind", 0), new("items", 0), new("id", 0));

    private static readonly ReportTable Entries = new(
        "entry",
        2,
        new("name", 0),
        new("kind", 0),
        new("mode", 0),
        new("owner", 0),
        new("size", 0),
        new("modified", 0),
        new("flags", 0),
        new("content", 0));

    private static readonly ReportTable Children = new("child", 2, new("first", 0), new("depth", 0), new("items", 0), new("id", 0));

    private static readonly ReportTable Extents = new("extent", 3, new("kind", 0), new("offset", 0), new("length", 0), new("id", 0));

    private static readonly ReportTable Roots = new("source", 2, new("host", 0), new("path", 0), new("program", 0), new("kind", 0));

    private static readonly ReportTable Databases = new(
        "database",
        2,
        new("database", 0),
        new("incarnation", 0),
        new("generation", 0),
        new("timeline", 0),
        new("LSN", 0),
        new("time", 0),
        new("xid", 0));

    private static readonly ReportTable Ancestors = new("ancestor", 3, new("incarnation", 0), new("generation", 0));

    /// <summary>Shows the nodes.</summary>
    /// <param name="inspection">Where to.</param>
    /// <param name="block">A block of metadata.</param>
    /// <param name="intact">Which of its chunks match their ids: others are not looked into.</param>
    public static void Show(Inspection inspection, in ScannedBlock block, IReadOnlyList<bool> intact)
    {
        if (intact.Count == 0)
        {
            return;
        }

        var number = 0;
        foreach (var chunk in ChunkDirectory.Decode(block.Plain, block.Offset))
        {
            if (intact[number])
            {
                ShowNode(inspection, number, chunk.Id, block.Plain.Slice(chunk.Offset, chunk.Length), block.Offset);
            }

            number++;
        }
    }

    private static void ShowNode(Inspection inspection, int number, ChunkId id, ReadOnlySpan<byte> node, long offset)
    {
        try
        {
            var kind = TreeNode.KindOf(node);
            void Begin(long items) => inspection.Report.Row(Nodes, number, Names.Of(kind), items, id.ToString());
            ShowContent(inspection.Report, kind, node, Begin);
        }
        catch (ArchiveFormatException failure)
        {
            inspection.Findings.Add(
                FailedCheck.From(failure, offset) with { Detail = $"{failure.Detail}, in chunk {number} of the block" });
            inspection.Findings.Show();
        }
    }

    private static void ShowContent(IReport report, TreeNodeKind kind, ReadOnlySpan<byte> node, Action<long> begin)
    {
        switch (kind)
        {
            case TreeNodeKind.DirectoryLeaf:
                var entries = DirectoryLeaf.Decode(node).Entries;
                begin(entries.Length);
                foreach (var entry in entries)
                {
                    ShowEntry(report, entry);
                }

                break;
            case TreeNodeKind.DirectoryInner:
                var inner = DirectoryInner.Decode(node);
                begin(inner.Children.Length);
                foreach (var child in inner.Children)
                {
                    report.Row(Children, ByteText.Show(child.FirstName.Span), inner.Depth - 1, child.EntryCount, child.ChunkId.ToString());
                }

                break;
            case TreeNodeKind.ExtentLeaf:
                var extents = ExtentLeaf.Decode(node).Extents;
                begin(extents.Length);
                foreach (var extent in extents)
                {
                    ShowExtent(report, extent);
                }

                break;
            case TreeNodeKind.ExtentInner:
                var tree = ExtentInner.Decode(node);
                begin(tree.Children.Length);
                foreach (var child in tree.Children)
                {
                    report.Row(Children, "-", tree.Depth - 1, child.Length, child.ChunkId.ToString());
                }

                break;
            case TreeNodeKind.BackupRoot:
                ShowRoot(report, BackupRoot.Decode(node), begin);
                break;
        }
    }

    private static void ShowRoot(IReport report, BackupRoot root, Action<long> begin)
    {
        begin(1);
        report.Row(Roots, Shown(root.Host), ByteText.Show(root.Source.Span), Shown(root.Program), Names.Of(root.SourceKind));
        if (root.Database is { } database)
        {
            ShowDatabase(report, database);
        }

        ShowEntry(report, root.Entry);
    }

    private static void ShowDatabase(IReport report, DatabaseSource database)
    {
        report.Row(
            Databases,
            database.DatabaseId.ToString(),
            database.IncarnationId.ToString(),
            database.Generation.Value,
            database.TimelineId.ToString(),
            database.CheckpointLsn.ToString(),
            TimeText.FromNanoseconds(database.Time),
            ReportValue.Of(database.Attributes.Xid.Value));
        foreach (var ancestor in database.Ancestors)
        {
            report.Row(Ancestors, ancestor.IncarnationId.ToString(), ancestor.Generation.Value);
        }
    }

    private static void ShowEntry(IReport report, TreeEntry entry)
    {
        report.Row(
            Entries,
            entry.Name.IsEmpty ? "(the source itself)" : ByteText.Show(entry.Name.Span),
            Names.Of(entry.Kind),
            Convert.ToString(entry.Mode, 8).PadLeft(4, '0'),
            string.Create(CultureInfo.InvariantCulture, $"{entry.UserId}:{entry.GroupId}"),
            entry.Size,
            TimeText.FromSeconds(entry.ModifiedSeconds, entry.ModifiedNanoseconds),
            FlagText(entry.Flags),
            ContentText(entry));
        foreach (var extent in entry.Content?.Extents ?? [])
        {
            ShowExtent(report, extent);
        }
    }

    private static void ShowExtent(IReport report, Extent extent) => report.Row(
        Extents,
        extent.Kind switch
        {
            ExtentKind.WholeChunk => "whole chunk",
            ExtentKind.ChunkPart => "part of a chunk",
            _ => "hole",
        },
        extent.Offset,
        extent.Length,
        extent.Kind == ExtentKind.Hole ? "-" : extent.ChunkId.ToString());

    private static string FlagText(EntryFlags flags) => flags switch
    {
        EntryFlags.None => "-",
        EntryFlags.Changed => "changed while it was read",
        EntryFlags.Unreadable => "could not be read",
        _ => "changed while it was read, could not be read",
    };

    private static string ContentText(TreeEntry entry) => entry.Kind switch
    {
        EntryKind.SymbolicLink => $"-> {ByteText.Show(entry.LinkTarget.Span)}",
        EntryKind.Directory =>
            $"{entry.Directory!.EntryCount} entries below {entry.Directory.Root.Id} (depth {entry.Directory.Root.Depth})",
        EntryKind.File when entry.Content!.Root is { } root => $"extents below {root.Id} (depth {root.Depth})",
        EntryKind.File => $"{entry.Content!.Extents.Length} extents",
        EntryKind.CharacterDevice or EntryKind.BlockDevice => string.Create(
            CultureInfo.InvariantCulture, $"{entry.DeviceMajor}:{entry.DeviceMinor}"),
        _ => "-",
    };

    private static string Shown(string text) => ByteText.Show(System.Text.Encoding.UTF8.GetBytes(text));
}
