using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Loading.Reading;

/// <summary>Lets workers do something one after the other, in the order of the chunks that they have.</summary>
internal sealed class Turns(IScheduler scheduler)
{
    private readonly IGate _gate = scheduler.CreateGate();
    private Exception? _failure;
    private long _next;

    /// <summary>Waits for the turn of a chunk.</summary>
    /// <exception cref="QueueFailedException">Another worker failed.</exception>
    public void Wait(long number)
    {
        _gate.Enter();
        try
        {
            while (_next != number)
            {
                QueueFailedException.ThrowIf(_failure);
                _gate.Wait();
            }

            QueueFailedException.ThrowIf(_failure);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Gives the turn to the next chunk.</summary>
    public void Pass()
    {
        _gate.Enter();
        try
        {
            _next++;
            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Ends all waiting.</summary>
    public void Fail(Exception failure)
    {
        _gate.Enter();
        try
        {
            _failure ??= failure;
            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }
}
