using System.Runtime.ExceptionServices;

namespace GeodeArchive.Io.Scheduling;

/// <summary>
/// The workers of one pipeline: they start together, and when one fails the others are told to stop and the first failure is
/// what the pipeline throws.
/// </summary>
public sealed class WorkerGroup
{
    private readonly IScheduler _scheduler;
    private readonly IGate _gate;
    private readonly Action<Exception> _abort;
    private readonly List<IWorker> _workers = [];
    private ExceptionDispatchInfo? _failure;
    private ExceptionDispatchInfo? _secondary;

    /// <summary>Makes a group without workers.</summary>
    /// <param name="scheduler">Where the workers run.</param>
    /// <param name="abort">Called once, on the worker that failed first, with its exception: it fails the queues and pools that
    /// the others may wait on.</param>
    public WorkerGroup(IScheduler scheduler, Action<Exception> abort)
    {
        _scheduler = scheduler;
        _gate = scheduler.CreateGate();
        _abort = abort;
    }

    /// <summary>Starts one worker. Where the machine has none left, those that run are ended and joined before this throws.</summary>
    public void Start(string name, Action body)
    {
        try
        {
            _workers.Add(_scheduler.Start(name, () => Run(body)));
        }
        catch (Exception exception)
        {
            // The caller gives up now, and with him the memory that the workers before this one use.
            if (Keep(ref _failure, exception))
            {
                _abort(exception);
            }

            Join();
            throw;
        }
    }

    /// <summary>Starts <paramref name="count"/> workers, named with a number; each is given its index.</summary>
    public void Start(string name, int count, Action<int> body)
    {
        for (var index = 0; index < count; index++)
        {
            var own = index;
            Start($"{name} {own}", () => body(own));
        }
    }

    /// <summary>
    /// Waits until all workers have ended, then throws the first failure, if there was one, with its own stack trace: the cause,
    /// not the <see cref="QueueFailedException"/> of those that it stopped. Call it from one place, after the last start.
    /// </summary>
    public void Join()
    {
        ExceptionDispatchInfo? outside = null;
        foreach (var worker in _workers)
        {
            try
            {
                worker.Join();
            }
            catch (Exception exception)
            {
                // Not the worker's body, whose failures Run keeps: the abort action failed, or the machine stopped.
                outside ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        _workers.Clear();
        (_failure ?? outside ?? _secondary)?.Throw();
    }

    private void Run(Action body)
    {
        try
        {
            body();
        }
        catch (QueueFailedException exception)
        {
            // Somebody else's failure. Thrown only if that one turns up nowhere: a queue may have been failed from outside the group.
            Keep(ref _secondary, exception.InnerException ?? exception);
        }
        catch (Exception exception)
        {
            if (Keep(ref _failure, exception))
            {
                _abort(exception);
            }
        }
    }

    private bool Keep(ref ExceptionDispatchInfo? place, Exception exception)
    {
        _gate.Enter();
        try
        {
            var isFirst = place is null;
            place ??= ExceptionDispatchInfo.Capture(exception);
            return isFirst;
        }
        finally
        {
            _gate.Exit();
        }
    }
}
