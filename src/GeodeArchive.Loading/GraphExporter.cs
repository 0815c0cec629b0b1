using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Loading.Exporting;
using GeodeArchive.Store;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Loading;

/// <summary>
/// Writes a graph into two files, from which a load makes the same graph: the same rows in the same order. Ids in the files are those of
/// the database.
/// </summary>
public sealed class GraphExporter
{
    private const int FileMode = 0x180; // 0600

    private readonly GraphDatabase _database;
    private readonly ExportOptions _options;
    private readonly LoadProgress _progress;

    /// <summary>Prepares an export.</summary>
    public GraphExporter(GraphDatabase database, ExportOptions options, LoadProgress progress)
    {
        _database = database;
        _options = options;
        _progress = progress;
    }

    /// <summary>Exports. When this returns, the files are durable.</summary>
    /// <param name="directory">Where to.</param>
    /// <exception cref="StoreException">There is no such graph, or a page is damaged.</exception>
    /// <exception cref="FileException">A file of that name is there; or one cannot be written.</exception>
    /// <exception cref="LoadException">A name cannot be written in CSV.</exception>
    public ExportResult Run(IDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var snapshot = _database.OpenSnapshot();
        try
        {
            var graph = snapshot.Find(_options.Graph)
                ?? throw new StoreException(StoreError.NotFound, $"there is no graph {_options.Graph}");
            var ending = _options.Format switch { InputFormat.Csv => "csv", InputFormat.Tsv => "tsv", _ => "jsonl" };
            string[] names = [$"nodes.{ending}", $"relationships.{ending}"];
            var size = Write(directory, names[0], file => WriteNodes(graph, file));
            size += Write(directory, names[1], file => WriteRelationships(graph, file));
            directory.Sync();
            return new ExportResult(_progress.Nodes, _progress.Relationships, size, names);
        }
        finally
        {
            snapshot.Release();
        }
    }

    private static long Write(IDirectory directory, string name, Action<ExportFile> write)
    {
        using var file = new ExportFile(directory.CreateFile(FileName.From(name), FileMode));
        write(file);
        return file.Complete();
    }

    private void WriteNodes(GraphSnapshot graph, ExportFile file)
    {
        IRowExport rows = _options.Format == InputFormat.JsonLines
            ? new JsonExport(graph, file)
            : new CsvExport(graph, file, _options.Format, Columns(graph.Nodes().Select(id => graph.GetNode(id)!.Properties)));
        rows.BeginNodes();
        foreach (var id in graph.Nodes())
        {
            rows.Write(id, graph.GetNode(id)!);
            _progress.AddRows(isRelationships: false, 1);
        }
    }

    private void WriteRelationships(GraphSnapshot graph, ExportFile file)
    {
        IRowExport rows = _options.Format == InputFormat.JsonLines
            ? new JsonExport(graph, file)
            : new CsvExport(graph, file, _options.Format,
                Columns(graph.Relationships().Select(id => graph.GetRelationship(id)!.Properties)));
        rows.BeginRelationships();
        foreach (var id in graph.Relationships())
        {
            rows.Write(id, graph.GetRelationship(id)!);
            _progress.AddRows(isRelationships: true, 1);
        }
    }

    /// <summary>Keys with the types that their values have: a column each.</summary>
    private static IReadOnlyList<(uint Key, PropertyType Type)> Columns(IEnumerable<ImmutableArray<GraphProperty>> rows)
    {
        var columns = new SortedSet<(uint Key, PropertyType Type)>();
        foreach (var row in rows)
        {
            foreach (var property in row)
            {
                columns.Add((property.Key, property.Value.Type));
            }
        }

        return [.. columns];
    }
}
