using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Tests.Io;

/// <summary>A machine that has only so many threads left.</summary>
internal sealed class ScarceScheduler(IScheduler below, int workerCount) : IScheduler
{
    private int _left = workerCount;

    public int ProcessorCount => below.ProcessorCount;

    public IWorker Start(string name, Action body) => _left-- > 0 ? below.Start(name, body) : throw new OutOfMemoryException("no thread");

    /// <inheritdoc/>
    public void Post(Action body) => below.Post(body);

    /// <inheritdoc/>
    public bool SpinUntil(Func<bool> condition, TimeSpan timeout) => below.SpinUntil(condition, timeout);

    public IGate CreateGate() => below.CreateGate();
}
