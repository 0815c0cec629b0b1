using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Wal.Flushing;

/// <summary>
/// Wakes the log's own worker. A gate of its own: at the log's gate everybody would be woken who waits there, for nothing.
/// </summary>
internal sealed class FlusherSignal
{
    private readonly IGate _gate;
    private bool _isSignaled;
    private bool _isStopped;

    public FlusherSignal(IScheduler scheduler) => _gate = scheduler.CreateGate();

    /// <summary>Says that there is something to do.</summary>
    public void Signal()
    {
        _gate.Enter();
        if (!_isSignaled)
        {
            _isSignaled = true;
            _gate.PulseAll();
        }

        _gate.Exit();
    }

    /// <summary>Says that nothing more will come.</summary>
    public void Stop()
    {
        _gate.Enter();
        _isStopped = true;
        _gate.PulseAll();
        _gate.Exit();
    }

    /// <summary>Waits for a signal.</summary>
    /// <returns>True: there is something to do. False: nothing came for so long. Null: stop.</returns>
    public bool? Wait(TimeSpan idle)
    {
        _gate.Enter();
        try
        {
            while (!_isSignaled && !_isStopped)
            {
                if (!_gate.Wait(idle) && !_isSignaled)
                {
                    return _isStopped ? null : false;
                }
            }

            var isSignaled = _isSignaled;
            _isSignaled = false;
            return isSignaled || !_isStopped ? true : null;
        }
        finally
        {
            _gate.Exit();
        }
    }
}
