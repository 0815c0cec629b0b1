using System.Text;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Buffers;
using GeodeArchive.Io.Files;

namespace GeodeArchive.Store.Files;

/// <summary>The files of a store in a directory.</summary>
public sealed class DirectoryStoreFiles : IStoreFiles
{
    private const int FileMode = 0x180;
    private const int DirectoryMode = 0x1c0;
    private const int BufferCount = 16;
    private const int BufferLength = 16 * StoreLimits.PageSize;

    private static readonly FileName CatalogName = FileName.From("catalog");
    private static readonly FileName NewCatalogName = FileName.From(".catalog.new");
    private static readonly FileName GraphsName = FileName.From("graphs");

    private readonly IDirectory _directory;
    private readonly BufferPool _buffers;
    private readonly bool _isReadOnly;
    private IDirectory? _graphs;

    /// <summary>Looks into <paramref name="directory"/>, which stays the caller's and must outlive this.</summary>
    /// <param name="machine">Where buffers come from.</param>
    /// <param name="directory">The data directory.</param>
    /// <param name="isReadOnly">Opens the files for reading only.</param>
    public DirectoryStoreFiles(Machine machine, IDirectory directory, bool isReadOnly = false)
    {
        _directory = directory;
        _isReadOnly = isReadOnly;
        _buffers = new BufferPool(machine.Scheduler, BufferCount, BufferLength);
    }

    private IDirectory Graphs => _graphs ??= _directory.OpenDirectory(GraphsName);

    /// <inheritdoc/>
    public IPageDevice OpenCatalog() => Open(_directory, CatalogName, CatalogName.ToString());

    /// <inheritdoc/>
    public IPageDevice CreateCatalog()
    {
        if (!Exists(_directory, GraphsName))
        {
            _directory.CreateDirectory(GraphsName, DirectoryMode);
        }

        return Create(_directory, NewCatalogName, CatalogName.ToString());
    }

    /// <inheritdoc/>
    public void PublishCatalog()
    {
        _directory.Rename(NewCatalogName, _directory, CatalogName, replace: false);
        _directory.Sync();
    }

    /// <inheritdoc/>
    public IPageDevice OpenGraph(GraphId fileNumber) => Open(Graphs, FileName.From(fileNumber.ToString()), PathOf(fileNumber));

    /// <inheritdoc/>
    public IPageDevice CreateGraph(GraphId fileNumber) => Create(Graphs, FileName.From(fileNumber.ToString()), PathOf(fileNumber));

    /// <inheritdoc/>
    public void SyncGraphNames() => Graphs.Sync();

    /// <inheritdoc/>
    public void DeleteGraph(GraphId fileNumber)
    {
        try
        {
            Graphs.DeleteFile(FileName.From(fileNumber.ToString()));
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            // That is what was wanted.
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<GraphId> ListGraphs()
    {
        var graphs = new List<GraphId>();
        foreach (var entry in Graphs.List())
        {
            if (GraphId.TryParse(Encoding.UTF8.GetString(entry.Name.Bytes), out var graph))
            {
                graphs.Add(graph);
            }
        }

        graphs.Sort();
        return graphs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _graphs?.Dispose();
        _buffers.Dispose();
    }

    private static string PathOf(GraphId graph) => $"graphs/{graph}";

    private static bool Exists(IDirectory directory, FileName name)
    {
        try
        {
            directory.GetMetadata(name);
            return true;
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            return false;
        }
    }

    private FilePageDevice Open(IDirectory directory, FileName name, string path)
    {
        var file = _isReadOnly ? directory.OpenFile(name, FileOpening.Direct) : directory.OpenFileForWriting(name, FileOpening.Direct);
        return new FilePageDevice(path, file, _buffers);
    }

    private FilePageDevice Create(IDirectory directory, FileName name, string path)
    {
        if (Exists(directory, name))
        {
            directory.DeleteFile(name);
        }

        return new FilePageDevice(path, directory.CreateFile(name, FileMode, FileOpening.Direct), _buffers);
    }
}
