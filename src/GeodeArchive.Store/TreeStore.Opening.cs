using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Checkpoints;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store;

/// <summary>Making and opening a store.</summary>
public sealed partial class TreeStore
{
    private const string CatalogName = "catalog";
    private const string FallbackHint =
        "restore the data directory from a backup; older checkpoints cannot be used, because their log is not kept";

    /// <summary>
    /// Whether it was opened at another state than the last that may have been durable: the checkpoint before it, or with a superblock
    /// damaged.
    /// The store goes on in a new incarnation then.
    /// </summary>
    public bool HasFallenBack { get; private set; }

    /// <summary>The place in the log that the newest superblock stands for, also if its checkpoint cannot be used.</summary>
    public Lsn KnownDurable { get; private set; }

    /// <summary>Makes a store without graphs. When this returns, it is durable.</summary>
    /// <param name="files">Where; the caller's, and must outlive the store.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="database">The database; not zero.</param>
    /// <param name="mark">The place in the log that it begins at.</param>
    /// <exception cref="StoreException"><see cref="StoreError.Exists"/>; or an I/O error.</exception>
    public static TreeStore Create(IStoreFiles files, Machine machine, StoreOptions options, DatabaseId database, CheckpointMark mark)
    {
        if (HasCatalog(files))
        {
            throw new StoreException(StoreError.Exists, "there is a store already");
        }

        var store = new TreeStore(files, machine, options) { DatabaseId = database, _isNew = true };
        try
        {
            store.IncarnationId = new IncarnationId(store.NewId());
            store.Catalog = new Catalog(store.NewTree(store.NewFileHeader(default), default, default, BlockPointer.None, default));
            store.Superblocks = new SuperblockSlots(store.Catalog.Tree.File, lastSlot: 0);
            using var checkpoint = store.BeginCheckpoint(mark);
            checkpoint.Write();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens a store at its last durable checkpoint, or at the one before if that is damaged. Walks no tree but the catalog.
    /// </summary>
    /// <param name="files">Where; the caller's, and must outlive the store.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="options">How it is run.</param>
    /// <exception cref="StoreException">
    /// <see cref="StoreError.NotFound"/> if there is none, <see cref="StoreError.Damaged"/> with the place, or an I/O error.
    /// </exception>
    public static TreeStore Open(IStoreFiles files, Machine machine, StoreOptions options)
    {
        var store = new TreeStore(files, machine, options);
        try
        {
            store.OpenCatalog();
            if (options.BeginsIncarnation && !store.HasFallenBack)
            {
                store.BeginIncarnation();
            }

            store.NoteOrphans();
            return store;
        }
        catch (FileException error)
        {
            store.Dispose();
            throw StoreException.From(error);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a store, damaged or not.</summary>
    internal static bool HasCatalog(IStoreFiles files)
    {
        try
        {
            files.OpenCatalog().Dispose();
            return true;
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            return false;
        }
        catch (FileException error)
        {
            throw StoreException.From(error);
        }
    }

    private void OpenCatalog()
    {
        var device = OpenCatalogDevice();
        try
        {
            var header = StoreFileHeaders.Read(device, null, default);
            DatabaseId = header.DatabaseId;
            var (valid, damages) = SuperblockSlots.Read(device, header);
            if (valid.Count == 0 || damages.Count > 1)
            {
                throw damages.Count > 0
                    ? TooManyDamaged(damages)
                    : StoreException.Damage(
                        CatalogName, FormatError.BadReference, "superblock", new PageNumber(1), "there is no superblock");
            }

            HasFallenBack = damages.Count > 0;
            var again = damages.Count > 0 ? (int)(damages[0].Offset / StoreLimits.PageSize) : valid[0].Slot;
            _lastTried = valid[0].Generation;
            if (!TryUse(device, header, valid[0], out var failure))
            {
                var previous = valid.Find(other => other.Generation == valid[0].PreviousGeneration);
                if (previous is null || !TryUse(device, header, previous, out _))
                {
                    throw new StoreException(
                        failure!.Error, $"{failure.Message}; the checkpoint before it cannot be used either", FallbackHint, failure);
                }

                HasFallenBack = true;
            }

            NoteDurable(valid[0]);

            // Slots go on from the newest, so that neither of the two that count is the next to be written.
            Superblocks = new SuperblockSlots(Catalog.Tree.File, valid[0].Slot);
            if (HasFallenBack)
            {
                // More than that of any superblock that could not be read.
                _lastTried = new Generation(valid[0].Generation.Value + 2);
                PassOver(again);
            }
        }
        catch (ArchiveFormatException damage)
        {
            device.Dispose();
            throw StoreException.Damage(CatalogName, damage);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    private IPageDevice OpenCatalogDevice()
    {
        try
        {
            return Files.OpenCatalog();
        }
        catch (FileException error) when (error.Error == FileError.NotFound)
        {
            throw new StoreException(StoreError.NotFound, "there is no store: the file catalog is missing", null, error);
        }
    }

    private static StoreException TooManyDamaged(List<ArchiveFormatException> damages)
    {
        var first = StoreException.Damage(CatalogName, damages[0]);
        return damages.Count == 1
            ? first
            : new StoreException(StoreError.Damaged, $"{first.Message}; and {damages.Count - 1} more superblocks", FallbackHint, first);
    }

    /// <summary>Loads the catalog of a superblock; false if it is damaged or cannot be read.</summary>
    private bool TryUse(IPageDevice device, StoreFileHeader header, Superblock superblock, out StoreException? failure)
    {
        try
        {
            var space = new FileSpace(superblock.CatalogSpace, superblock.CatalogPageCount, superblock.CatalogSpace.Birth);
            var tree = NewTree(header, default, space, superblock.CatalogRoot, default);
            tree.File.UseDevice(device);
            tree.MarkUnchanged();
            var content = Catalog.Read(tree.OpenCursor(), CatalogName);
            Catalog = new Catalog(tree);
            Use(superblock, content);
            failure = null;
            return true;
        }
        catch (StoreException error) when (error.Error is StoreError.Damaged or StoreError.Failed)
        {
            failure = error;
            return false;
        }
    }

    /// <summary>Places of another timeline say nothing about this one's.</summary>
    private void NoteDurable(Superblock newest) =>
        KnownDurable = newest.TimelineId == Last.TimelineId ? Lsn.Max(newest.CheckpointLsn, Last.CheckpointLsn) : Last.CheckpointLsn;

    private void Use(Superblock superblock, Catalog.Content content)
    {
        Last = superblock;
        IncarnationId = superblock.IncarnationId;
        _fallback = superblock.PreviousGeneration;
        _attributes = content.Database!.Attributes;
        _lastNumber = content.Database.NextGraphId.Value - 1;
        _ancestors.AddRange(content.Ancestors);
        RecoveryPoints = content.RecoveryPoints.ToImmutableDictionary();
        foreach (var (graph, record) in content.Graphs)
        {
            var header = new StoreFileHeader { DatabaseId = DatabaseId, FileId = record.FileId, GraphId = graph, Created = 0 };
            var space = new FileSpace(record.Space, record.PageCount, record.Generation);
            var tree = NewTree(header, record.FileNumber, space, record.Root, record.Attributes);
            tree.MarkUnchanged();
            _trees.Add(graph, tree);
            _records.Add(graph, record);
        }
    }

    /// <summary>Goes on from an older state than the newest, under a name of its own: see <see cref="WriteAgain"/>.</summary>
    private void PassOver(int slot)
    {
        var left = Last.Generation;
        BeginIncarnation();
        _fallback = left;
        Last = _again = Last with { Slot = slot, Generation = _lastTried, PreviousGeneration = left, IncarnationId = IncarnationId };
    }

    /// <summary>From here on states have another name than in the incarnation that is left.</summary>
    private void BeginIncarnation()
    {
        var left = new StoreAncestor(IncarnationId, Last.Generation);
        Catalog.AddAncestor((uint)_ancestors.Count, left);
        _ancestors.Add(left);
        IncarnationId = new IncarnationId(NewId());
    }

    /// <summary>
    /// Files of graphs that are no more, or never were in a checkpoint, are deleted once the checkpoint before cannot need them.
    /// </summary>
    private void NoteOrphans()
    {
        var used = _trees.Values.Select(tree => tree.File.Number).ToHashSet();
        foreach (var number in Files.ListGraphs().Where(number => !used.Contains(number)))
        {
            _dropped.Add(new DroppedGraph(number) { DroppedAt = Last.Generation });
        }
    }
}
