using GeodeArchive.Format;
using GeodeArchive.Io;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Load.Modelling;
using GeodeArchive.Load.Recording;
using GeodeArchive.Store;

namespace GeodeArchive.Load.Running;

/// <summary>Clients on an open database, each with a worker of its own, and one that makes checkpoints meanwhile.</summary>
public sealed class LoadRun
{
    private readonly Machine _machine;
    private readonly GraphDatabase _database;
    private readonly LoadSettings _settings;
    private readonly LoadRecorder _recorder;
    private readonly IGate _gate;
    private readonly long _started;
    private long _committedCount;
    private long _checkpointCount;
    private long _readCount;
    private bool _isStopping;

    /// <summary>A run on an open database, which stays the caller's.</summary>
    public LoadRun(Machine machine, GraphDatabase database, LoadSettings settings, LoadRecorder recorder)
    {
        _machine = machine;
        _database = database;
        _settings = settings;
        _recorder = recorder;
        _gate = machine.Scheduler.CreateGate();
        _started = machine.Clock.GetTimestamp();
    }

    /// <summary>Transactions that were committed.</summary>
    public long CommittedCount => Interlocked.Read(ref _committedCount);

    /// <summary>Checkpoints that were asked for, and made.</summary>
    public long CheckpointCount => _checkpointCount;

    /// <summary>Snapshots that were compared.</summary>
    public long ReadCount => Interlocked.Read(ref _readCount);

    /// <summary>Transactions that had to be tried again.</summary>
    public long RetryCount { get; private set; }

    /// <summary>Makes the shared graphs if they are missing, goes on where each stream ended, and runs to the end.</summary>
    /// <exception cref="StoreException">A client failed; the others were told to end, and have ended.</exception>
    public void Run()
    {
        var clients = OpenClients();
        var workers = clients.Select((client, index) => _machine.Scheduler.Start($"client {index}", () => RunClient(client))).ToList();
        var readers = Enumerable.Range(0, _settings.ReaderCount)
            .Select(index => _machine.Scheduler.Start($"reader {index}", RunReader))
            .ToList();
        var checkpoints = _machine.Scheduler.Start("checkpoints", RunCheckpoints);
        try
        {
            JoinAll(workers);
        }
        finally
        {
            Stop();
            JoinAll([.. readers, checkpoints]);
            RetryCount = clients.Sum(client => client.RetryCount);
        }

        foreach (var name in _settings.Points)
        {
            _recorder.Point(name, _database.CreateRecoveryPoint(name));
        }
    }

    private static void JoinAll(List<IWorker> workers)
    {
        // All have ended when the first failure is told.
        StoreException? first = null;
        foreach (var worker in workers)
        {
            try
            {
                worker.Join();
            }
            catch (StoreException error)
            {
                first ??= error;
            }
        }

        if (first is not null)
        {
            throw new StoreException(first.Error, first.Message, first.Hint, first);
        }
    }

    private List<LoadClient> OpenClients()
    {
        AddSharedGraphs();
        var snapshot = _database.OpenSnapshot();
        try
        {
            var found = FoundState.Read(snapshot);
            var clients = new List<LoadClient>();
            for (var client = 0; client < _settings.ClientCount; client++)
            {
                _recorder.Applied(client, found.Client(client).Sequence, snapshot.Xid, snapshot.Lsn);
                clients.Add(new LoadClient(_database, _recorder, _settings.Seed, client, found));
            }

            return clients;
        }
        finally
        {
            snapshot.Release();
        }
    }

    private void AddSharedGraphs()
    {
        if (_database.GraphNames.Contains(ModelNames.MainGraph))
        {
            return;
        }

        using var transaction = _database.Begin();
        foreach (var name in ModelNames.SharedGraphs)
        {
            var graph = transaction.CreateGraph(name);
            if (name == ModelNames.MainGraph)
            {
                graph.CreateNode(new NodeRecord([graph.NumberOf(NameKind.Label, ModelNames.HubLabel)], []));
            }
        }

        transaction.Commit();
    }

    private void RunClient(LoadClient client)
    {
        try
        {
            for (long count = 0; !IsOver(count); count++)
            {
                client.Step();
                NoteCommitted();
            }
        }
        catch
        {
            Stop();
            throw;
        }
    }

    private void RunReader()
    {
        var reader = new LoadReader(_database, _settings.Seed, _settings.ClientCount);
        try
        {
            while (!Volatile.Read(ref _isStopping))
            {
                reader.Step();
                Interlocked.Increment(ref _readCount);
            }
        }
        catch
        {
            Stop();
            throw;
        }
    }

    private bool IsOver(long count) => Volatile.Read(ref _isStopping)
        || count >= _settings.TransactionCount
        || _machine.Clock.GetElapsedTime(_started) >= _settings.Duration;

    private void NoteCommitted()
    {
        var count = Interlocked.Increment(ref _committedCount);
        if (_settings.CheckpointEvery > 0 && count % _settings.CheckpointEvery == 0)
        {
            _gate.Enter();
            _gate.PulseAll();
            _gate.Exit();
        }
    }

    private void Stop()
    {
        _gate.Enter();
        Volatile.Write(ref _isStopping, true);
        _gate.PulseAll();
        _gate.Exit();
    }

    private void RunCheckpoints()
    {
        while (WaitForCheckpoint())
        {
            _recorder.Checkpoint();
            try
            {
                _database.Checkpoint();
            }
            catch
            {
                Stop();
                throw;
            }

            _checkpointCount++;
            _recorder.Checkpointed();
        }
    }

    /// <summary>Waits until one is due; false at the end of the run.</summary>
    private bool WaitForCheckpoint()
    {
        _gate.Enter();
        try
        {
            while (!_isStopping && (_settings.CheckpointEvery <= 0 || CommittedCount / _settings.CheckpointEvery <= _checkpointCount))
            {
                _gate.Wait();
            }

            return !_isStopping;
        }
        finally
        {
            _gate.Exit();
        }
    }
}
