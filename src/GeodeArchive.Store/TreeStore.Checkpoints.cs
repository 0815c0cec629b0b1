using GeodeArchive.Format;
using GeodeArchive.Io.Files;
using GeodeArchive.Store.Checkpoints;
using GeodeArchive.Store.Space;

namespace GeodeArchive.Store;

/// <summary>Beginning and ending checkpoints, and who still reads older ones.</summary>
public sealed partial class TreeStore
{
    private static readonly Generation Unknown = new(long.MaxValue);

    private readonly HashSet<StorePin> _pins = [];
    private readonly List<DroppedGraph> _dropped = [];
    private Generation _fallback;
    private Generation _lastTried;
    private Superblock? _again;
    private bool _isBusy;

    /// <summary>
    /// Takes the trees as they are now. To be called by the writer between two transactions; costs little, however much changed.
    /// </summary>
    /// <param name="mark">The place in the log that they stand for.</param>
    /// <exception cref="InvalidOperationException">Another checkpoint has not ended yet.</exception>
    public Checkpoint BeginCheckpoint(CheckpointMark mark)
    {
        if (mark.TimelineId.IsZero)
        {
            throw new ArgumentException("There is no timeline.", nameof(mark));
        }

        var kept = Reserve();
        _lastTried = _lastTried.Next();
        var graphs = new List<FileCheckpoint>();
        foreach (var tree in _trees.Values)
        {
            if (tree.IsChanged)
            {
                graphs.Add(new FileCheckpoint(tree.Freeze()));
            }
        }

        return new Checkpoint(this, graphs, new CheckpointContent
        {
            Generation = _lastTried,
            Previous = Last?.Generation ?? Generation.None,
            Kept = kept,
            Mark = mark,
            IncarnationId = IncarnationId,
            Database = new DatabaseRecord { NextGraphId = new GraphId(checked(_lastNumber + 1)), Attributes = _attributes },
            Dropped = [.. _dropped.Where(dropped => dropped.DroppedAt == Generation.None).Select(dropped => dropped.Graph!.Value)],
            RecoveryPoints = [.. _newPoints],
        });
    }

    /// <summary>
    /// The last durable checkpoint, to be read for as long as it takes. The caller disposes it. Any worker may call this.
    /// </summary>
    public StoreCheckpoint OpenLastCheckpoint()
    {
        _gate.Enter();
        try
        {
            var pin = AddPin(Last.Generation, Last.Generation);

            // Where an incarnation was begun and has no checkpoint yet, the last is one of those before.
            var ancestors = _ancestors.TakeWhile(ancestor => ancestor.IncarnationId != Last.IncarnationId);
            return new StoreCheckpoint(Last, new SortedDictionary<GraphId, GraphRecord>(_records), [.. ancestors], FileSourceOf, pin);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>
    /// After falling back: before anything is written, a newer superblock than the one that was passed over, which may be readable the next
    /// time,
    /// while its pages are not kept.
    /// </summary>
    internal void WriteAgain()
    {
        if (_again is not null)
        {
            Superblocks.Write(_again);
            _again = null;
        }
    }

    internal void PublishNew()
    {
        if (_isNew)
        {
            Files.PublishCatalog();
            _isNew = false;
        }
    }

    private void Unpin(StorePin pin)
    {
        _gate.Enter();
        try
        {
            _pins.Remove(pin);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>A checkpoint has ended: <paramref name="durable"/> is its superblock, or null if it failed.</summary>
    internal void EndCheckpoint(CheckpointContent content, Superblock? durable, List<FileCheckpoint> graphs)
    {
        _gate.Enter();
        try
        {
            _isBusy = false;
            if (durable is null)
            {
                return;
            }

            _fallback = content.Previous;
            Last = durable;
            _newPoints.RemoveRange(0, content.RecoveryPoints.Count);
            foreach (var pin in _pins)
            {
                pin.NoteCheckpoint(durable.Generation);
            }

            foreach (var graph in content.Dropped)
            {
                _records.Remove(graph);
            }

            foreach (var graph in graphs)
            {
                _records[graph.Tree.Id] = Catalog.RecordOf(graph, content);
            }

            foreach (var dropped in _dropped.Where(dropped => dropped.Graph is { } graph && content.Dropped.Contains(graph)))
            {
                dropped.DroppedAt = content.Generation;
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Deletes the files of dropped graphs that nobody can need any more.</summary>
    internal void DeleteDropped(CheckpointContent content)
    {
        foreach (var dropped in TakeDeletable(content))
        {
            dropped.File?.Dispose();
            try
            {
                Files.DeleteGraph(dropped.FileNumber);
            }
            catch (FileException)
            {
                // It takes room and does no harm; the next opening tries again.
            }
        }
    }

    internal FileCheckpoint? FreezeCatalog() => Catalog.Tree.IsChanged ? new FileCheckpoint(Catalog.Tree.Freeze()) : null;

    /// <summary>Only one checkpoint at a time; returns whose pages must stay.</summary>
    private KeptStates Reserve()
    {
        _gate.Enter();
        try
        {
            if (_isBusy)
            {
                throw new InvalidOperationException("A checkpoint has not ended yet.");
            }

            _isBusy = true;
            return new KeptStates(_fallback, [.. _pins.Select(pin => (pin.From, pin.Through)).Distinct()]);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private List<DroppedGraph> TakeDeletable(CheckpointContent content)
    {
        _gate.Enter();
        try
        {
            var deletable = _dropped.FindAll(dropped =>
                dropped.DroppedAt != Generation.None
                && !content.Kept.NeedsAnyFreedAt(dropped.DroppedAt));
            _dropped.RemoveAll(deletable.Contains);
            foreach (var dropped in deletable)
            {
                if (dropped.Graph is { } graph)
                {
                    _sources.Remove(graph);
                }
            }

            return deletable;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private StorePin Pin()
    {
        _gate.Enter();
        try
        {
            var generation = Last?.Generation ?? Generation.None;
            return AddPin(generation, Unknown);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private StorePin AddPin(Generation from, Generation through)
    {
        var pin = new StorePin(from, through, _lastTried, Unpin);
        _pins.Add(pin);
        return pin;
    }
}
