using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Io.Time;
using GeodeArchive.Store.Checkpoints;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Pages;
using GeodeArchive.Store.Space;
using GeodeArchive.Store.Trees;

namespace GeodeArchive.Store;

/// <summary>
/// The trees of a database: one for each graph, made durable together by checkpoints. One writer at a time changes trees, takes
/// snapshots and begins checkpoints; snapshots are read, and a checkpoint is written, by any worker meanwhile.
/// </summary>
public sealed partial class TreeStore : IDisposable
{
    private readonly Machine _machine;
    private readonly IGate _gate;
    private readonly PageCache _cache;
    private readonly SortedDictionary<GraphId, Tree> _trees = [];
    private readonly Dictionary<GraphId, GraphRecord> _records = [];
    private readonly Dictionary<GraphId, PageSource> _sources = [];
    private readonly List<StoreAncestor> _ancestors = [];
    private readonly List<KeyValuePair<string, RecoveryPoint>> _newPoints = [];
    private volatile ImmutableDictionary<string, RecoveryPoint> _points = ImmutableDictionary<string, RecoveryPoint>.Empty;
    private ReadOnlyMemory<byte> _attributes;
    private uint _lastNumber;
    private int _lastCacheFile;
    private bool _isNew;

    private TreeStore(IStoreFiles files, Machine machine, StoreOptions options)
    {
        Files = files;
        _machine = machine;
        _gate = machine.Scheduler.CreateGate();
        _cache = new PageCache(machine.Scheduler, options.CacheSizeMax);
    }

    /// <summary>The database; the same in all its copies.</summary>
    public DatabaseId DatabaseId { get; private set; }

    /// <summary>This life of the database. With the generation of a checkpoint it names a state.</summary>
    public IncarnationId IncarnationId { get; private set; }

    /// <summary>The lives before this one, oldest first.</summary>
    public IReadOnlyList<StoreAncestor> Ancestors => _ancestors;

    /// <summary>The places in the log that have a name. Any worker may call this.</summary>
    public ImmutableDictionary<string, RecoveryPoint> RecoveryPoints
    {
        get => _points;
        private set => _points = value;
    }

    /// <summary>The last durable checkpoint.</summary>
    public Superblock Last { get; private set; } = null!;

    /// <summary>The graphs that there are, by number. For the writer.</summary>
    public IReadOnlyCollection<GraphId> Graphs => _trees.Keys;

    /// <summary>Bytes of pages that changed and are not durable yet. Checkpoints bring it down; the caller decides when.</summary>
    public long DirtySize => _trees.Values.Sum(tree => tree.DirtySize);

    /// <summary>Bytes that the page cache takes.</summary>
    public long CacheSize => _cache.Count * PageCache.PageCost;

    /// <summary>What the graph layer keeps for the database; made durable with the next checkpoint.</summary>
    /// <exception cref="ArgumentException">More than 65,536 bytes.</exception>
    public ReadOnlyMemory<byte> Attributes
    {
        get => _attributes;
        set
        {
            if (value.Length > StoreLimits.AttributesSizeMax)
            {
                throw new ArgumentException($"At most {StoreLimits.AttributesSizeMax} bytes.", nameof(value));
            }

            _attributes = value.ToArray();
        }
    }

    internal IStoreFiles Files { get; }

    internal Catalog Catalog { get; private set; } = null!;

    internal SuperblockSlots Superblocks { get; private set; } = null!;

    internal long Now => WallTime.Now(_machine.Clock);

    /// <summary>Gives a place in the log a name, which is in the next checkpoint.</summary>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public void AddRecoveryPoint(string name, RecoveryPoint point)
    {
        _points = _points.ContainsKey(name)
            ? throw new ArgumentException($"There is a recovery point {name}.", nameof(name))
            : _points.Add(name, point);

        // The checkpoint that runs takes its own off when it is durable.
        _gate.Enter();
        _newPoints.Add(new KeyValuePair<string, RecoveryPoint>(name, point));
        _gate.Exit();
    }

    /// <summary>The tree of a graph.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public Tree Graph(GraphId graph) => _trees.TryGetValue(graph, out var tree)
        ? tree
        : throw new StoreException(StoreError.NotFound, $"there is no graph {graph}");

    /// <summary>Takes a number that no graph and no file has. Any worker may call this.</summary>
    public GraphId ReserveGraph() => TakeNumber();

    /// <summary>Adds a graph, with an empty tree. It is in the next checkpoint.</summary>
    public Tree CreateGraph() => CreateGraph(TakeNumber());

    /// <summary>
    /// Adds a graph under a number that was reserved, now or before the store was opened the last time.
    /// </summary>
    /// <exception cref="StoreException"><see cref="StoreError.Exists"/>.</exception>
    public Tree CreateGraph(GraphId graph)
    {
        if (_trees.ContainsKey(graph))
        {
            throw new StoreException(StoreError.Exists, $"there is a graph {graph} already");
        }

        KeepNumber(graph);
        var number = ChooseFileNumber(graph);
        var tree = NewTree(NewFileHeader(graph), number, default, BlockPointer.None, default);
        _trees.Add(graph, tree);
        return tree;
    }

    /// <summary>
    /// Takes a graph away with the next checkpoint. Its file is deleted when no checkpoint that can be opened or is read has it.
    /// </summary>
    /// <exception cref="StoreException"><see cref="StoreError.NotFound"/>.</exception>
    public void DropGraph(GraphId graph)
    {
        var tree = Graph(graph);
        _trees.Remove(graph);
        _gate.Enter();
        try
        {
            _dropped.Add(new DroppedGraph(tree));
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Closes the files. What no checkpoint has made durable is in the log only.</summary>
    public void Dispose()
    {
        foreach (var tree in _trees.Values)
        {
            tree.File.Dispose();
        }

        foreach (var dropped in _dropped)
        {
            dropped.File?.Dispose();
        }

        Catalog?.Tree.File.Dispose();
    }

    /// <summary>Makes the names of new files durable.</summary>
    internal void SyncNames(IEnumerable<StoreFile> created)
    {
        try
        {
            Files.SyncGraphNames();
        }
        catch (FileException)
        {
            foreach (var file in created)
            {
                file.Rename(TakeNumber());
            }

            throw;
        }
    }

    /// <summary>That of the graph, unless another file has it.</summary>
    private GraphId ChooseFileNumber(GraphId graph)
    {
        _gate.Enter();
        try
        {
            var isTaken = _trees.Values.Any(other => other.File.Number == graph)
                || _dropped.Exists(dropped => dropped.Graph is not null && dropped.FileNumber == graph);
            var number = isTaken ? TakeNumber() : graph;

            // The file of an attempt that no checkpoint saw gives way to the new one.
            _dropped.RemoveAll(dropped => dropped.FileNumber == number);
            return number;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void KeepNumber(GraphId number)
    {
        for (var last = Volatile.Read(ref _lastNumber); last < number.Value;)
        {
            last = Interlocked.CompareExchange(ref _lastNumber, number.Value, last);
        }
    }

    private GraphId TakeNumber() => new(Interlocked.Increment(ref _lastNumber));

    private PageSource FileSourceOf(GraphId graph)
    {
        _gate.Enter();
        try
        {
            return _sources.TryGetValue(graph, out var source)
                ? source
                : throw new StoreException(StoreError.NotFound, $"there is no graph {graph}");
        }
        finally
        {
            _gate.Exit();
        }
    }

    private StoreFileHeader NewFileHeader(GraphId graph) => new()
    {
        DatabaseId = DatabaseId,
        FileId = new FileId(NewId()),
        GraphId = graph,
        Created = Now,
    };

    private Id128 NewId()
    {
        Span<byte> bytes = stackalloc byte[Id128.Size];
        _machine.Entropy.Fill(bytes);
        return Id128.Read(bytes);
    }

    private Tree NewTree(StoreFileHeader header, GraphId number, FileSpace space, BlockPointer root, ReadOnlyMemory<byte> attributes)
    {
        var file = new StoreFile(_machine.Scheduler, Files, header, number, space, _cache, ++_lastCacheFile);
        _gate.Enter();
        try
        {
            _sources[header.GraphId] = file.Source;
        }
        finally
        {
            _gate.Exit();
        }

        return new Tree(header.GraphId, file, root, attributes, Pin);
    }
}
