using System.Runtime.ExceptionServices;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Fuzz.Samples;

/// <summary>
/// Runs each worker to its end when it is started, on the caller's thread: no thread is made, nothing waits. For pipelines whose queues
/// hold all that one stage makes.
/// </summary>
public sealed class InlineScheduler : IScheduler
{
    /// <inheritdoc/>
    public int ProcessorCount => 1;

    /// <inheritdoc/>
    public IWorker Start(string name, Action body)
    {
        try
        {
            body();
            return new EndedWorker(name, null);
        }
        catch (Exception failure)
        {
            return new EndedWorker(name, ExceptionDispatchInfo.Capture(failure));
        }
    }

    /// <inheritdoc/>
    public void Post(Action body) => body();

    /// <inheritdoc/>
    public bool SpinUntil(Func<bool> condition, TimeSpan timeout) => condition();

    /// <inheritdoc/>
    public IGate CreateGate() => new OpenGate();

    private sealed class EndedWorker(string name, ExceptionDispatchInfo? failure) : IWorker
    {
        public string Name => name;

        public void Join() => failure?.Throw();
    }

    private sealed class OpenGate : IGate
    {
        public void Enter()
        {
        }

        public void Exit()
        {
        }

        public void Wait() => throw new InvalidOperationException("a worker waits for one that cannot run before it ends");

        public bool Wait(TimeSpan timeout) => throw new InvalidOperationException("a worker waits for one that cannot run before it ends");

        public void PulseAll()
        {
        }
    }
}
