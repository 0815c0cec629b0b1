using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Store.Files;
using GeodeArchive.Store.Graphs;
using GeodeArchive.Store.Replaying;
using GeodeArchive.Store.Transactions;
using GeodeArchive.Wal;

namespace GeodeArchive.Store;

/// <summary>
/// A database: graphs in a store, changed by transactions through a write-ahead log. What a transaction changed is in the trees, and
/// seen by
/// anybody, only when it is durable in the log. Safe for many workers; the transactions it gives out are each for one.
/// </summary>
/// <remarks>
/// A commit goes: checks and log record under the commit gate, which gives transactions their order; durable by group commit; then put into
/// the trees under the apply gate by whoever of the group comes first. Readers share a snapshot between two such groups. When the log
/// fails, the database takes no more changes, and goes on being read; when what is durable cannot be put into the trees, only who has
/// a snapshot goes on reading.
/// </remarks>
public sealed partial class GraphDatabase : IDisposable
{
    private readonly Machine _machine;
    private readonly DatabaseOptions _options;
    private readonly DataDirectory _directory;
    private readonly TreeStore _store;
    private readonly WriteAheadLog _log;
    private readonly IGate _commitGate;
    private readonly IGate _applyGate;
    private readonly RedoApplier _applier;
    private volatile StoreException? _failure;
    private volatile bool _isClosed;

    private GraphDatabase(Machine machine, DatabaseOptions options, DataDirectory directory, TreeStore store, WriteAheadLog log)
    {
        _machine = machine;
        _options = options;
        _directory = directory;
        _store = store;
        _log = log;
        _commitGate = machine.Scheduler.CreateGate();
        _applyGate = machine.Scheduler.CreateGate();
        _snapshotGate = machine.Scheduler.CreateGate();
        _drainGate = machine.Scheduler.CreateGate();
        _checkpointGate = machine.Scheduler.CreateGate();
        _released = store.Last.CheckpointLsn;
        _recent = new RecentCommits(machine.Scheduler, RecentCountMax);
        _applier = new RedoApplier(machine, store);
        NoteApplied();
    }

    /// <summary>The database; the same in all its copies.</summary>
    public DatabaseId DatabaseId => _store.DatabaseId;

    /// <summary>The trees, for those who read checkpoints.</summary>
    public TreeStore Store => _store;

    /// <summary>The log, for those who read it.</summary>
    public WriteAheadLog Log => _log;

    /// <summary>Bytes of changes that a transaction can have.</summary>
    public long TransactionSizeMax => _options.Log.TransactionSizeMax;

    /// <summary>Why no changes are taken; null if they are.</summary>
    public StoreException? Failure => _failure;

    /// <summary>Names of the graphs that there are.</summary>
    public IEnumerable<string> GraphNames => _applier.Names.Keys;

    /// <summary>Begins a transaction.</summary>
    /// <exception cref="StoreException"><see cref="StoreError.Closed"/>.</exception>
    public Transaction Begin(bool isReadOnly = false)
    {
        ThrowIfClosed();
        return new Transaction(this, isReadOnly || _options.IsReadOnly);
    }

    /// <summary>Keeps all graphs as they are now for reading. The caller releases it.</summary>
    /// <exception cref="StoreException">A page is damaged, or cannot be read; or the database was closed.</exception>
    public DatabaseSnapshot OpenSnapshot()
    {
        ThrowIfClosed();
        return TryHoldCurrent() ?? CreateSnapshot();
    }

    /// <summary>
    /// Closes the database. Transactions must have ended. What is durable in the log and not in a checkpoint is found again at the next
    /// opening; a <see cref="Checkpoint"/> before makes that short.
    /// </summary>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        StopDraining();
        StopCheckpoints();
        _log.Dispose();
        EndApplyingForGood();
        DropCurrent();
        _store.Dispose();
        _directory.Dispose();
    }

    internal Graph? FindGraph(string name) => _applier.Names.GetValueOrDefault(name);

    internal Graph? FindGraph(GraphId id) =>
        _applier.Graphs.TryGetValue(id, out var graph) && graph is { Tree: not null, IsDropped: false } ? graph : null;

    internal Graph NewGraph(string name) => new(_machine.Scheduler, _store.ReserveGraph(), name);

    internal void DemandWritable()
    {
        ThrowIfClosed();
        if (_failure is { } failure)
        {
            throw new StoreException(StoreError.ReadOnly, $"the database takes no changes: {failure.Message}", failure.Hint, failure);
        }
    }

    /// <summary>Commits that became durable as the log was closed are seen by those who still wait for them; no later ones.</summary>
    private void EndApplyingForGood()
    {
        _applyGate.Enter();
        try
        {
            ApplyDurable();
        }
        finally
        {
            _isApplyingOver = true;
            _applyGate.Exit();
        }
    }

    /// <summary>Takes no more changes from now on.</summary>
    private StoreException Fail(StoreException failure)
    {
        _failure ??= failure;
        WakeCheckpoints();
        return failure;
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new StoreException(StoreError.Closed, "the database is closed");
        }
    }
}
