using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Backup.Storing;

/// <summary>
/// What the stages of a backup wait on for the parts of files: one gate for all files, and an end to all waiting when a worker fails.
/// </summary>
internal sealed class FileGate
{
    private readonly IGate _gate;
    private bool _isAborted;

    public FileGate(IScheduler scheduler) => _gate = scheduler.CreateGate();

    public void Enter() => _gate.Enter();

    public void Exit() => _gate.Exit();

    public void PulseAll() => _gate.PulseAll();

    /// <summary>Waits for a pulse. Only the gate's holder may call this.</summary>
    /// <exception cref="OperationCanceledException"><see cref="Abort"/> was called.</exception>
    public void Wait()
    {
        if (!_isAborted)
        {
            _gate.Wait();
        }

        if (_isAborted)
        {
            throw new OperationCanceledException("the backup was ended");
        }
    }

    /// <summary>Ends all waiting, now and later.</summary>
    public void Abort()
    {
        _gate.Enter();
        try
        {
            _isAborted = true;
            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }
}
