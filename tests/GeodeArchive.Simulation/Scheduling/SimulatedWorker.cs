using System.Runtime.ExceptionServices;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Simulation.Scheduling;

/// <summary>One worker: a real thread that runs only while it holds the baton.</summary>
internal sealed class SimulatedWorker : IWorker
{
    private const int StackSize = 1024 * 1024;

    private readonly SimulatedScheduler _scheduler;
    private readonly Thread _thread;
    private readonly SemaphoreSlim _baton = new(0);

    internal SimulatedWorker(SimulatedScheduler scheduler, int index, string name, Action body)
    {
        _scheduler = scheduler;
        Index = index;
        Name = name;
        _thread = new Thread(() => Run(body), StackSize) { Name = name, IsBackground = true };
    }

    public string Name { get; }

    /// <summary>Number in order of start.</summary>
    internal int Index { get; }

    /// <summary>What it waits for; null while it could run.</summary>
    internal WaitingPlace? Waiting { get; set; }

    internal bool IsFinished { get; set; }

    internal ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>True once somebody was told of the failure.</summary>
    internal bool IsFailureSeen { get; set; }

    /// <summary>Calls made after the machine stopped: code that goes on regardless is found by it.</summary>
    internal int CallsAfterStop { get; set; }

    internal bool IsThisThread => Environment.CurrentManagedThreadId == _thread.ManagedThreadId;

    public void Join() => _scheduler.Join(this);

    internal void StartThread() => _thread.Start();

    internal void GiveBaton() => _baton.Release();

    internal void AwaitBaton() => _baton.Wait();

    private void Run(Action body)
    {
        AwaitBaton();
        try
        {
            _scheduler.ThrowIfStopped(this);
            body();
        }
        catch (Exception exception)
        {
            Failure = ExceptionDispatchInfo.Capture(exception);
            IsFailureSeen = _scheduler.IsStopped;
        }

        _scheduler.Finish(this);
    }
}
