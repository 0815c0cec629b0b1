using GeodeArchive.Io.Scheduling;
using GeodeArchive.Store.Transactions;

namespace GeodeArchive.Store;

/// <content>Draining: commits that nobody waits for are put into the trees beside those who go on committing.</content>
public sealed partial class GraphDatabase
{
    private readonly IGate _drainGate;
    private IWorker? _drainer;
    private bool _isDrainWanted;
    private bool _isDrainStopping;

    private long DrainedSizeMax => _options.PendingSizeMax / 4;

    private void StartDraining() => _drainer = _machine.Scheduler.Start("commit drainer", RunDraining);

    private void StopDraining()
    {
        _drainGate.Enter();
        _isDrainStopping = true;
        _drainGate.PulseAll();
        _drainGate.Exit();
        _drainer?.Join();
    }

    private void WakeDrainer()
    {
        _drainGate.Enter();
        _isDrainWanted = true;
        _drainGate.PulseAll();
        _drainGate.Exit();
    }

    private void RunDraining()
    {
        while (true)
        {
            _drainGate.Enter();
            try
            {
                while (!_isDrainWanted && !_isDrainStopping)
                {
                    _drainGate.Wait();
                }

                if (_isDrainStopping)
                {
                    return;
                }

                _isDrainWanted = false;
            }
            finally
            {
                _drainGate.Exit();
            }

            Drain();
        }
    }

    private void Drain()
    {
        try
        {
            while (Volatile.Read(ref _pendingSize) > DrainedSizeMax && _pending.TryPeek(out var first))
            {
                WaitCommitted(new CommitResult(first.Xid, first.End, first.Time));
            }
        }
        catch (StoreException)
        {
            // Whoever waits for these commits is told.
        }
        catch (Exception error)
        {
            Fail(new StoreException(StoreError.Failed, $"commits cannot be put into the trees: {error.Message}", null, error));
        }
    }
}
