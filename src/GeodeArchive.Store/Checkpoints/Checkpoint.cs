using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store.Checkpoints;

/// <summary>
/// A checkpoint that was begun: the trees as they were then. <see cref="Write"/> makes them durable, on any worker, while the writer goes
/// on; <see cref="Dispose"/> gives up what was not written.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    private readonly TreeStore _store;
    private readonly List<FileCheckpoint> _graphs;
    private readonly CheckpointContent _content;
    private FileCheckpoint? _catalog;
    private bool _hasEnded;

    internal Checkpoint(TreeStore store, List<FileCheckpoint> graphs, CheckpointContent content)
    {
        _store = store;
        _graphs = graphs;
        _content = content;
    }

    /// <summary>Its number.</summary>
    public Generation Generation => _content.Generation;

    /// <summary>Writes it. When this returns, the checkpoint is durable.</summary>
    /// <exception cref="StoreException">
    /// It failed. The store goes on as it was, with the checkpoint before it; the next one tries again, in other places or with other
    /// bytes.
    /// <see cref="StoreError.NoSpace"/> when the file system is full.
    /// </exception>
    public void Write()
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("The checkpoint has ended.");
        }

        var mayBeDurable = false;
        Superblock superblock;
        try
        {
            _store.WriteAgain();
            _store.DeleteDropped(_content);
            WriteGraphs();
            WriteCatalog();
            superblock = MakeSuperblock();
            mayBeDurable = true;
            _store.Superblocks.Write(superblock);
            _store.PublishNew();
        }
        catch (Exception failure)
        {
            End(mayBeDurable, null);
            if (failure is FileException error)
            {
                throw StoreException.From(error);
            }

            throw;
        }

        End(mayBeDurable: true, superblock);
    }

    /// <summary>Gives it up, if it was not written.</summary>
    public void Dispose()
    {
        if (!_hasEnded)
        {
            End(mayBeDurable: false, null);
        }
    }

    private void WriteGraphs()
    {
        var created = new List<StoreFile>();
        foreach (var graph in _graphs)
        {
            if (graph.File.EnsureCreated())
            {
                created.Add(graph.File);
            }

            graph.Write(Generation, _content.Kept);
        }

        if (created.Count > 0)
        {
            _store.SyncNames(created);
        }

        foreach (var graph in _graphs)
        {
            graph.File.Device.Sync();
        }
    }

    private void WriteCatalog()
    {
        _store.Catalog.Update(_graphs, _content);
        _catalog = _store.FreezeCatalog();
        if (_catalog is not null)
        {
            _catalog.File.EnsureCreated(isCatalog: true);
            _catalog.Write(Generation, _content.Kept);
            _catalog.File.Device.Sync();
        }
    }

    private Superblock MakeSuperblock()
    {
        var root = _catalog?.Root ?? _store.Last.CatalogRoot;
        var space = _catalog?.Space ?? _store.Catalog.Tree.File.Durable;
        return new Superblock
        {
            Slot = _store.Superblocks.NextSlot,
            Generation = Generation,
            PreviousGeneration = _content.Previous,
            DatabaseId = _store.DatabaseId,
            IncarnationId = _content.IncarnationId,
            TimelineId = _content.Mark.TimelineId,
            Epoch = _content.Mark.Epoch,
            CheckpointLsn = _content.Mark.Lsn,
            Time = _store.Now,
            CatalogFileId = _store.Catalog.Tree.File.FileId,
            CatalogRoot = root,
            CatalogSpace = space.Root,
            CatalogPageCount = space.PageCount,
        };
    }

    private void End(bool mayBeDurable, Superblock? durable)
    {
        _hasEnded = true;
        List<FileCheckpoint> files = _catalog is null ? _graphs : [.. _graphs, _catalog];
        foreach (var file in files)
        {
            if (durable is not null)
            {
                file.Complete();
            }
            else
            {
                file.Fail(mayBeDurable);
            }
        }

        _store.EndCheckpoint(_content, durable, _graphs);
    }
}
