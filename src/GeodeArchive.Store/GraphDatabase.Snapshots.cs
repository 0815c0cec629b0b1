using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Store.Graphs;

namespace GeodeArchive.Store;

/// <content>Snapshots: one for all who read between two groups of commits.</content>
public sealed partial class GraphDatabase
{
    private readonly IGate _snapshotGate;
    private DatabaseSnapshot? _current;

    private DatabaseSnapshot? TryHoldCurrent()
    {
        _snapshotGate.Enter();
        var current = _current;
        current?.Hold();
        _snapshotGate.Exit();
        return current;
    }

    private DatabaseSnapshot CreateSnapshot()
    {
        _applyGate.Enter();
        try
        {
            return CreateSnapshotUnderGate();
        }
        finally
        {
            _applyGate.Exit();
        }
    }

    /// <summary>The state of the trees, held once for the caller.</summary>
    private DatabaseSnapshot CreateSnapshotUnderGate()
    {
        if (TryHoldCurrent() is { } current)
        {
            return current;
        }

        if (_isUnappliable)
        {
            throw new StoreException(StoreError.Failed, $"there is no whole state to read: {_failure!.Message}", _failure.Hint, _failure);
        }

        var graphs = ImmutableDictionary.CreateBuilder<GraphId, GraphSnapshot>();
        try
        {
            foreach (var graph in _applier.Names.Values)
            {
                graphs.Add(graph.Id, new GraphSnapshot(graph, graph.Tree!.CreateSnapshot(), graph.Tree.Fingerprint));
            }
        }
        catch
        {
            foreach (var snapshot in graphs.Values)
            {
                snapshot.Release();
            }

            throw;
        }

        var created = new DatabaseSnapshot(AppliedXid, Applied, graphs.ToImmutable());
        created.Hold();
        _snapshotGate.Enter();
        _current = created;
        _snapshotGate.Exit();
        return created;
    }

    /// <summary>The trees have another state now.</summary>
    private void DropCurrent()
    {
        _snapshotGate.Enter();
        var current = _current;
        _current = null;
        _snapshotGate.Exit();
        current?.Release();
    }
}
