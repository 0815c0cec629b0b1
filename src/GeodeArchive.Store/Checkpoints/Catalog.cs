using GeodeArchive.Format;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Store.Checkpoints;

/// <summary>The catalog's tree, and what it says. Written to by the checkpoint that runs, by nobody else.</summary>
internal sealed class Catalog
{
    private readonly FormatWriter _writer = new();

    internal Catalog(Tree tree) => Tree = tree;

    internal Tree Tree { get; }

    /// <summary>What the catalog of a checkpoint says.</summary>
    internal sealed record Content
    {
        public SortedDictionary<GraphId, GraphRecord> Graphs { get; } = [];

        public List<StoreAncestor> Ancestors { get; } = [];

        public Dictionary<string, RecoveryPoint> RecoveryPoints { get; } = [];

        public DatabaseRecord? Database { get; set; }
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="StoreException">It is damaged, or cannot be read.</exception>
    internal static Content Read(TreeCursor cursor, string file)
    {
        var content = new Content();
        try
        {
            while (cursor.MoveNext())
            {
                ReadEntry(content, cursor.Key, cursor.Value.ToArray());
            }
        }
        catch (ArchiveFormatException damage)
        {
            throw StoreException.Damage(file, damage);
        }

        return content.Database is not null
            ? content
            : throw StoreException.Damage(
                file, new ArchiveFormatException(FormatError.BadReference, "catalog", -1, "there is no database record"));
    }

    /// <summary>Brings the tree up to what the checkpoint has written.</summary>
    internal void Update(List<FileCheckpoint> graphs, CheckpointContent content)
    {
        foreach (var graph in content.Dropped)
        {
            Tree.Delete(CatalogKey.Graph(graph));
        }

        foreach (var graph in graphs)
        {
            _writer.Clear();
            RecordOf(graph, content).Encode(_writer);
            Tree.Put(CatalogKey.Graph(graph.Tree.Id), _writer.WrittenSpan);
        }

        foreach (var (name, point) in content.RecoveryPoints)
        {
            _writer.Clear();
            point.Encode(_writer);
            Tree.Put(CatalogKey.RecoveryPoint(name), _writer.WrittenSpan);
        }

        _writer.Clear();
        content.Database.Encode(_writer);
        PutIfNew(CatalogKey.Database, _writer.WrittenSpan);
    }

    /// <summary>Adds an ancestor, to be written with the next checkpoint.</summary>
    internal void AddAncestor(uint ordinal, StoreAncestor ancestor)
    {
        _writer.Clear();
        ancestor.Encode(_writer);
        Tree.Put(CatalogKey.Ancestor(ordinal), _writer.WrittenSpan);
    }

    internal static GraphRecord RecordOf(FileCheckpoint graph, CheckpointContent content) => new()
    {
        Root = graph.Root,
        Space = graph.Space.Root,
        PageCount = graph.Space.PageCount,
        Generation = content.Generation,
        CheckpointLsn = content.Mark.Lsn,
        FileId = graph.File.FileId,
        FileNumber = graph.File.Number,
        Attributes = graph.Attributes,
    };

    private static void ReadEntry(Content content, ReadOnlySpan<byte> key, byte[] value)
    {
        if (CatalogKey.TryReadGraph(key, out var graph))
        {
            content.Graphs.Add(graph, GraphRecord.Decode(value));
        }
        else if (CatalogKey.TryReadAncestor(key, out _))
        {
            content.Ancestors.Add(StoreAncestor.Decode(value));
        }
        else if (CatalogKey.TryReadRecoveryPoint(key, out var name))
        {
            content.RecoveryPoints.Add(name, RecoveryPoint.Decode(value));
        }
        else if (key.SequenceEqual(CatalogKey.Database))
        {
            content.Database = DatabaseRecord.Decode(value);
        }
        else
        {
            CatalogKey.FailUnknown(key);
        }
    }

    private void PutIfNew(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (!Tree.TryGet(key, out var old) || !old.ToArray().AsSpan().SequenceEqual(value))
        {
            Tree.Put(key, value);
        }
    }
}
