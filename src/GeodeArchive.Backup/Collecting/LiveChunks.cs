using GeodeArchive.Backup.Trees;
using GeodeArchive.Format;
using GeodeArchive.Objects;
using GeodeArchive.Repository;
using GeodeArchive.Repository.Sorting;

namespace GeodeArchive.Backup.Collecting;

/// <summary>
/// Walks trees of backups and notes every chunk that they need. Subtrees that several backups share are walked once, mostly.
/// </summary>
internal sealed class LiveChunks : IDisposable
{
    private const int VisitedSlotCount = 1 << 20;

    private readonly TreeReader _tree;
    private readonly VisitedNodes _visited;
    private readonly ExternalSorter<IndexEntry> _live;
    private readonly Stack<(NodeReference Node, DirectoryChild Expected)> _directories = new();
    private readonly Stack<(NodeReference Node, long Length)> _extents = new();

    public LiveChunks(TreeReader tree, IObjectStore store, int visitedSlotCount = VisitedSlotCount)
    {
        _tree = tree;
        _visited = new VisitedNodes(visitedSlotCount);
        _live = new ExternalSorter<IndexEntry>(store);
    }

    /// <summary>The first halves of the ids of all chunks that were noted, ascending.</summary>
    public IEnumerable<ChunkPrefix> ReadSorted() => _live.ReadSorted().Select(entry => entry.Prefix);

    /// <summary>Notes everything that a backup needs.</summary>
    /// <exception cref="RepositoryException">Its tree cannot be read.</exception>
    public void Add(BackupAddRecord backup)
    {
        try
        {
            Walk(backup);
        }
        catch
        {
            // Nodes count as visited before all below them is: another backup must not rely on that.
            _visited.Clear();
            _directories.Clear();
            _extents.Clear();
            throw;
        }
    }

    public void Dispose() => _live.Dispose();

    private void Walk(BackupAddRecord backup)
    {
        Note(backup.RootChunk);
        Enter(_tree.ReadRoot(backup.RootChunk).Entry.Directory!);
        while (_directories.TryPop(out var next))
        {
            if (_visited.TryAdd(next.Node.Id))
            {
                Note(next.Node.Id);
                Walk(next.Node, next.Expected);
            }
        }
    }

    private void Note(ChunkId id) => _live.Add(new IndexEntry(id.Prefix, 0));

    private void Enter(DirectoryContent directory) =>
        _directories.Push((directory.Root, new DirectoryChild(default, directory.Root.Id, directory.EntryCount)));

    private void Walk(NodeReference node, DirectoryChild expected)
    {
        if (node.Depth > 0)
        {
            // The last first, so that the first comes out first: what was stored together is read together.
            foreach (var child in _tree.ReadInner(node, expected).Reverse())
            {
                _directories.Push((new NodeReference(node.Depth - 1, child.ChunkId), child));
            }

            return;
        }

        foreach (var entry in _tree.ReadLeaf(expected))
        {
            if (entry.Kind == EntryKind.Directory)
            {
                Enter(entry.Directory!);
            }
            else if (entry.Kind == EntryKind.File)
            {
                AddFile(entry);
            }
        }
    }

    private void AddFile(TreeEntry file)
    {
        if (file.Content!.Root is not { } root)
        {
            Note(file.Content.Extents);
            return;
        }

        _extents.Push((root, file.Size));
        while (_extents.TryPop(out var next))
        {
            if (!_visited.TryAdd(next.Node.Id))
            {
                continue;
            }

            Note(next.Node.Id);
            if (next.Node.Depth == 0)
            {
                Note(_tree.ReadExtentLeaf(next.Node.Id, next.Length));
                continue;
            }

            foreach (var child in _tree.ReadExtentInner(next.Node, next.Length).Reverse())
            {
                _extents.Push((new NodeReference(next.Node.Depth - 1, child.ChunkId), child.Length));
            }
        }
    }

    private void Note(IEnumerable<Extent> extents)
    {
        foreach (var extent in extents)
        {
            if (extent.Kind != ExtentKind.Hole)
            {
                Note(extent.ChunkId);
            }
        }
    }
}
