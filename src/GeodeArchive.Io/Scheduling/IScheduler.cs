namespace GeodeArchive.Io.Scheduling;

/// <summary>
/// Starts workers and makes the gates they meet at. Blocking code on a bounded number of workers is the project's only
/// form of concurrency below the server: a simulated scheduler can run one worker at a time, in an order drawn from a seed.
/// </summary>
public interface IScheduler
{
    /// <summary>The number of processors that workers can use at once; at least 1.</summary>
    int ProcessorCount { get; }

    /// <summary>Starts <paramref name="body"/> on a worker of its own.</summary>
    /// <param name="name">Name of the worker, for debuggers and simulation traces.</param>
    /// <param name="body">What the worker runs. An exception ends the worker and comes out of <see cref="IWorker.Join"/>.</param>
    IWorker Start(string name, Action body);

    /// <summary>
    /// Runs <paramref name="body"/> soon, on a worker that others share: for something short that must not hold up the caller.
    /// It must not block, and must not throw.
    /// </summary>
    void Post(Action body);

    /// <summary>
    /// Waits for a few microseconds without giving up the processor: for what another worker is about to do. Returns at once where there is
    /// no second processor.
    /// </summary>
    /// <param name="condition">Asked again and again, without any gate.</param>
    /// <param name="timeout">At most this long.</param>
    /// <returns>Whether the condition held.</returns>
    bool SpinUntil(Func<bool> condition, TimeSpan timeout);

    /// <summary>Makes a gate: mutual exclusion with a condition to wait on.</summary>
    IGate CreateGate();
}
