using System.Diagnostics;

namespace GeodeArchive.Io.Scheduling;

/// <summary>The real machine's threads and monitors.</summary>
public sealed class SystemScheduler : IScheduler
{
    /// <inheritdoc/>
    public int ProcessorCount => Environment.ProcessorCount;

    /// <inheritdoc/>
    public IWorker Start(string name, Action body)
    {
        var worker = new ThreadWorker(name, body);
        worker.Start();
        return worker;
    }

    /// <inheritdoc/>
    public void Post(Action body) => ThreadPool.UnsafeQueueUserWorkItem(static action => action(), body, preferLocal: false);

    /// <inheritdoc/>
    public bool SpinUntil(Func<bool> condition, TimeSpan timeout)
    {
        const int Pause = 20;
        if (Environment.ProcessorCount == 1)
        {
            return condition();
        }

        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) >= timeout)
            {
                return false;
            }

            Thread.SpinWait(Pause);
        }

        return true;
    }

    /// <inheritdoc/>
    public IGate CreateGate() => new MonitorGate();
}
