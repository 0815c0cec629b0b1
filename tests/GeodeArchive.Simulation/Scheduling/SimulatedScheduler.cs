using System.Text;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Simulation.Scheduling;

/// <summary>
/// Runs exactly one worker at a time. Who goes on is drawn from the seed at every switch point: gate operations, starts and
/// joins of workers, and each operation of the simulated disk.
/// </summary>
public sealed class SimulatedScheduler : IScheduler
{
    // A worker that is told so often that the machine stopped, and still goes on, will never end.
    private const int CallsAfterStopMax = 10_000;

    private static readonly TimeSpan StepDuration = TimeSpan.FromMicroseconds(1);

    private readonly SimulatedClock _clock;
    private readonly SimulationTrace _trace;
    private readonly SimulationOptions _options;
    private readonly int _switchOdds;
    private readonly List<SimulatedWorker> _workers = [];
    private readonly ManualResetEventSlim _allFinished = new(false);
    private SimulatedWorker? _current;
    private Func<Exception>? _stop;
    private int _gateCount;
    private long _stepCount;

    internal SimulatedScheduler(SeededRandom random, SimulatedClock clock, SimulationTrace trace, SimulationOptions options)
    {
        Random = random;
        _clock = clock;
        _trace = trace;
        _options = options;

        // Some runs switch at every point, some let workers run on for a while: each finds other mistakes.
        int[] odds = [1, 2, 5, 20];
        _switchOdds = odds[random.Next(odds.Length)];
    }

    /// <inheritdoc/>
    public int ProcessorCount => _options.ProcessorCount;

    internal SeededRandom Random { get; }

    internal TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>True while a run is on. Before and after it, gates let the test through.</summary>
    internal bool IsRunning => _current is not null;

    /// <summary>True when the machine has stopped, and every call throws.</summary>
    internal bool IsStopped => _stop is not null;

    /// <summary>What went wrong in a run that has ended: the body's exception before those of workers that nobody joined.</summary>
    internal (string Worker, Exception Cause)? FirstFailure { get; private set; }

    /// <summary>The worker that runs, which must be the caller.</summary>
    internal SimulatedWorker Current
    {
        get
        {
            var current = _current ?? throw new InvalidOperationException("No simulation is running.");
            return current.IsThisThread
                ? current
                : throw new InvalidOperationException(
                    "A thread that the simulation does not know touched it: something was started past the scheduler.");
        }
    }

    /// <inheritdoc/>
    public IWorker Start(string name, Action body)
    {
        ThrowIfStopped();
        var worker = Add(name, body);
        _trace.Record("start", name, worker.Index);
        Yield();
        return worker;
    }

    /// <inheritdoc/>
    public void Post(Action body) => Start("posted", body);

    /// <inheritdoc/>
    public bool SpinUntil(Func<bool> condition, TimeSpan timeout)
    {
        const int Looks = 4;
        for (var look = 0; look < Looks && !condition(); look++)
        {
            Yield();
        }

        return condition();
    }

    /// <inheritdoc/>
    public IGate CreateGate() => new SimulatedGate(this, ++_gateCount);

    /// <summary>A point at which another worker may go on. Does nothing outside a run.</summary>
    public void Yield()
    {
        if (IsRunning)
        {
            ThrowIfStopped();
            YieldQuietly();
            ThrowIfStopped();
        }
    }

    /// <summary>Runs the body as worker 0, and every worker that it starts, to the end.</summary>
    internal void Run(Action body)
    {
        _current = Add("body", body);
        _current.GiveBaton();
        _allFinished.Wait();
        _current = null;
        var failed = _workers.FirstOrDefault(worker => worker.Failure is not null && !worker.IsFailureSeen);
        if (failed is not null)
        {
            FirstFailure = (failed.Name, failed.Failure!.SourceException);
        }
        else if (_stop is not null)
        {
            FirstFailure = ("(all)", _stop());
        }
    }

    /// <summary>Stops the machine: every worker gets this exception from its next call.</summary>
    internal void Stop(Func<Exception> exception)
    {
        _trace.Record("stop", "");
        _stop ??= exception;
    }

    /// <summary>As <see cref="Yield"/>, but never throws.</summary>
    internal void YieldQuietly()
    {
        if (IsStopped)
        {
            return;
        }

        _clock.Advance(StepDuration);
        if (++_stepCount > _options.StepLimit)
        {
            Stop(() => new SimulationStalledException($"no end after {_options.StepLimit} steps\n{DescribeWorkers()}"));
        }
        else if (Random.OneIn(_switchOdds))
        {
            Switch(Current);
        }
    }

    /// <summary>Waits; true if what was waited for came, false if the deadline did.</summary>
    internal bool Block(WaitingPlace place)
    {
        var worker = Current;
        worker.Waiting = place;
        Switch(worker);
        worker.Waiting = null;
        ThrowIfStopped(worker);
        return place.IsReady();
    }

    internal void Join(SimulatedWorker worker)
    {
        Yield();
        if (!worker.IsFinished)
        {
            Block(new WaitingPlace(() => worker.IsFinished, () => $"waits for the end of worker {worker.Index} \"{worker.Name}\""));
        }

        worker.IsFailureSeen = true;
        worker.Failure?.Throw();
    }

    /// <summary>The last act of a worker's thread.</summary>
    internal void Finish(SimulatedWorker worker)
    {
        worker.IsFinished = true;
        _trace.Record("finish", worker.Name, worker.Index);
        if (_workers.TrueForAll(other => other.IsFinished))
        {
            _allFinished.Set();
        }
        else
        {
            Switch(worker);
        }
    }

    internal void ThrowIfStopped() => ThrowIfStopped(Current);

    internal void ThrowIfStopped(SimulatedWorker worker)
    {
        if (_stop is null)
        {
            return;
        }

        if (++worker.CallsAfterStop > CallsAfterStopMax)
        {
            // Cannot be ended; the others can.
            worker.Failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(
                new SimulationStalledException($"worker \"{worker.Name}\" goes on although the machine has stopped"));
            Finish(worker);
            Thread.Sleep(Timeout.Infinite);
        }

        throw _stop();
    }

    private SimulatedWorker Add(string name, Action body)
    {
        var worker = new SimulatedWorker(this, _workers.Count, name, body);
        _workers.Add(worker);
        worker.StartThread();
        return worker;
    }

    /// <summary>Draws who goes on, hands over, and comes back when it is this worker's turn again.</summary>
    private void Switch(SimulatedWorker from)
    {
        var next = ChooseNext();
        if (next == from)
        {
            return;
        }

        _trace.Record("switch", next.Name, next.Index);
        _current = next;
        next.GiveBaton();
        if (!from.IsFinished)
        {
            from.AwaitBaton();
        }
    }

    private SimulatedWorker ChooseNext()
    {
        var ready = _workers.FindAll(CanRun);
        if (ready.Count == 0)
        {
            var deadline = _workers.Where(worker => !worker.IsFinished).Min(worker => worker.Waiting?.Deadline);
            if (deadline is { } time)
            {
                _clock.Advance(time - _clock.Elapsed);
            }
            else
            {
                var places = DescribeWorkers();
                Stop(() => new SimulationStalledException($"every worker waits\n{places}"));
            }

            ready = _workers.FindAll(CanRun);
        }

        return ready[Random.Next(ready.Count)];
    }

    private bool CanRun(SimulatedWorker worker) =>
        !worker.IsFinished && (IsStopped || worker.Waiting is not { } place || place.IsReady() || place.Deadline <= _clock.Elapsed);

    private string DescribeWorkers()
    {
        var text = new StringBuilder();
        foreach (var worker in _workers.Where(worker => !worker.IsFinished))
        {
            text.Append("  worker ").Append(worker.Index).Append(" \"").Append(worker.Name).Append("\" ")
                .AppendLine(worker.Waiting?.Describe() ?? "could run");
        }

        return text.ToString();
    }
}
