using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Simulation.Scheduling;

/// <summary>A gate at which the scheduler decides who comes next.</summary>
internal sealed class SimulatedGate : IGate
{
    // Monitors may wake without a pulse; code that forgets to look again is found by it.
    private const int SpuriousWakeOdds = 32;

    private readonly SimulatedScheduler _scheduler;
    private readonly int _number;
    private SimulatedWorker? _holder;
    private long _pulseCount;

    internal SimulatedGate(SimulatedScheduler scheduler, int number)
    {
        _scheduler = scheduler;
        _number = number;
    }

    public void Enter()
    {
        if (!_scheduler.IsRunning)
        {
            return;
        }

        _scheduler.Yield();
        if (_holder == _scheduler.Current)
        {
            throw new SynchronizationLockException("The worker holds this gate already.");
        }

        Take();
    }

    public void Exit()
    {
        // Runs in finally blocks while a stopped machine unwinds: must not throw then, and the gate may not be held.
        if (!_scheduler.IsRunning || _scheduler.IsStopped)
        {
            return;
        }

        DemandHeld();
        _holder = null;
        _scheduler.YieldQuietly();
    }

    public void Wait() => Wait(Timeout.InfiniteTimeSpan);

    public bool Wait(TimeSpan timeout)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The time limit is negative.");
        }

        _scheduler.ThrowIfStopped();
        DemandHeld();
        var countBefore = _pulseCount;
        var isSpurious = _scheduler.Random.OneIn(SpuriousWakeOdds);
        _holder = null;
        var wasWoken = _scheduler.Block(new WaitingPlace(
            () => _holder is null && (isSpurious || _pulseCount != countBefore),
            () => $"waits for a pulse at gate {_number}",
            timeout == Timeout.InfiniteTimeSpan ? null : _scheduler.Elapsed + timeout));
        Take();
        return wasWoken;
    }

    public void PulseAll()
    {
        if (_scheduler.IsRunning)
        {
            _scheduler.ThrowIfStopped();
            DemandHeld();
            _pulseCount++;
        }
    }

    private void Take()
    {
        if (_holder is not null)
        {
            _scheduler.Block(new WaitingPlace(
                () => _holder is null,
                () => $"waits to enter gate {_number}, which worker {_holder?.Index} \"{_holder?.Name}\" holds"));
        }

        _holder = _scheduler.Current;
    }

    private void DemandHeld()
    {
        if (_holder is null || _holder != _scheduler.Current)
        {
            throw new SynchronizationLockException("The worker does not hold this gate.");
        }
    }
}
