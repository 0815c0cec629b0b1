namespace GeodeArchive.Io.Scheduling;

/// <summary>A gate that is a monitor.</summary>
internal sealed class MonitorGate : IGate
{
    private readonly object _monitor = new();

    public void Enter()
    {
        if (Monitor.IsEntered(_monitor))
        {
            throw new SynchronizationLockException("The worker holds this gate already.");
        }

        Monitor.Enter(_monitor);
    }

    public void Exit() => Monitor.Exit(_monitor);

    public void Wait() => Monitor.Wait(_monitor);

    public bool Wait(TimeSpan timeout) => Monitor.Wait(_monitor, timeout);

    public void PulseAll() => Monitor.PulseAll(_monitor);
}
