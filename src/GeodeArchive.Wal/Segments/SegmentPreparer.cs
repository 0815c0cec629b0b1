using GeodeArchive.Io;
using GeodeArchive.Io.Files;
using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Wal.Segments;

/// <summary>
/// Keeps segments ready ahead of the log, on a worker of its own: released ones under a new name, new ones full of zeros. A file system
/// that is full or fails is no failure of the log: it is tried again every second, and whoever needs room waits for as long as he likes.
/// </summary>
internal sealed class SegmentPreparer : IDisposable
{
    /// <summary>Ready while nothing asks for more: one to go on in, and the reserved one.</summary>
    private const int ReadyWanted = 2;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly LogDirectory _directory;
    private readonly LogOptions _options;
    private readonly IGate _gate;
    private readonly Action _onChange;
    private readonly Queue<long> _ready = [];
    private readonly Queue<long> _released = [];
    private long _next;
    private int _inUse;
    private int _wanted = ReadyWanted;
    private bool _isStopping;
    private IWorker? _worker;

    /// <param name="machine">The machine.</param>
    /// <param name="directory">The log's files.</param>
    /// <param name="options">How many and how large.</param>
    /// <param name="onChange">Called without the gate after a segment became ready, or could not.</param>
    public SegmentPreparer(Machine machine, LogDirectory directory, LogOptions options, Action onChange)
    {
        _directory = directory;
        _options = options;
        _gate = machine.Scheduler.CreateGate();
        _onChange = onChange;
    }

    /// <summary>Why the last try failed, or null.</summary>
    public FileException? Failure { get; private set; }

    /// <summary>Segments in use and ready.</summary>
    public int Count
    {
        get
        {
            _gate.Enter();
            var count = _inUse + _ready.Count + _released.Count;
            _gate.Exit();
            return count;
        }
    }

    /// <summary>Starts with what is there.</summary>
    /// <param name="scheduler">Where the worker runs.</param>
    /// <param name="inUse">Segments that hold log.</param>
    /// <param name="ready">Numbers of segments that are ready, ascending, following those in use.</param>
    /// <param name="next">The number after all of them.</param>
    public void Start(IScheduler scheduler, int inUse, IEnumerable<long> ready, long next)
    {
        foreach (var number in ready)
        {
            _ready.Enqueue(number);
        }

        _inUse = inUse;
        _next = next;
        _worker = scheduler.Start("log preparer", Run);
    }

    /// <summary>How many are ready; asks for <paramref name="wanted"/>, which the limit of the log may forbid.</summary>
    public int Ready(int wanted = ReadyWanted)
    {
        _gate.Enter();
        try
        {
            if (wanted > _wanted)
            {
                _wanted = wanted;
                _gate.PulseAll();
            }

            return _ready.Count;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Whether the log may never have so many ready as it is.</summary>
    public bool IsAtLimit(int wanted)
    {
        _gate.Enter();
        var isAtLimit = _inUse + wanted > _options.SegmentCountMax;
        _gate.Exit();
        return isAtLimit;
    }

    /// <summary>Takes the next segment into use.</summary>
    public bool TryTake(out long number)
    {
        _gate.Enter();
        try
        {
            if (!_ready.TryDequeue(out number))
            {
                return false;
            }

            _inUse++;
            _wanted = ReadyWanted;
            _gate.PulseAll();
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Gives a segment that holds nothing needed any more.</summary>
    public void Release(long number)
    {
        _gate.Enter();
        try
        {
            _inUse--;
            _released.Enqueue(number);
            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Stops the worker.</summary>
    public void Dispose()
    {
        _gate.Enter();
        _isStopping = true;
        _gate.PulseAll();
        _gate.Exit();
        _worker?.Join();
    }

    private void Run()
    {
        while (WaitForWork() is { } work)
        {
            try
            {
                Do(work);
                Failure = null;
            }
            catch (FileException error)
            {
                Failure = error;
                Rest(work);
            }

            _onChange();
        }
    }

    private Work? WaitForWork()
    {
        _gate.Enter();
        try
        {
            while (!_isStopping)
            {
                var isWanted = _ready.Count < _wanted && _inUse + _ready.Count < _options.SegmentCountMax;
                if (_released.TryPeek(out var released))
                {
                    return new Work(isWanted ? _next : (long?)null, released);
                }

                if (isWanted)
                {
                    return new Work(_next, null);
                }

                _gate.Wait();
            }

            return null;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Do(Work work)
    {
        switch (work)
        {
            case { Number: { } number, Released: { } released }:
                Replace(released, number);
                break;
            case { Released: { } released }:
                _directory.Delete(released);
                break;
            default:
                _directory.Create(work.Number!.Value, _options.SegmentSize);
                break;
        }

        _gate.Enter();
        if (work.Released is not null)
        {
            _released.Dequeue();
        }

        if (work.Number is { } made)
        {
            _ready.Enqueue(made);
            _next = made + 1;
        }

        _gate.Exit();
    }

    /// <summary>
    /// One that was made with other options has another size, and would not be taken for a segment when the log is opened.
    /// </summary>
    private void Replace(long released, long number)
    {
        if (_directory.LengthOf(released) == _options.SegmentSize)
        {
            _directory.Recycle(released, number);
            return;
        }

        _directory.Delete(released);
        _directory.Create(number, _options.SegmentSize);
    }

    /// <summary>Waits before the same is tried again.</summary>
    private void Rest(Work work)
    {
        _gate.Enter();
        try
        {
            // A file may have its new name although renaming it or making that durable failed: the name is not tried again, or it would be
            // in the way for ever. What was left is looked after when the log is opened.
            _next += work.Number is null ? 0 : 1;
            if (work.Released is not null)
            {
                _released.Dequeue();
            }

            if (!_isStopping)
            {
                _gate.Wait(RetryDelay);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>A segment to make ready, a released one to make it from or to delete.</summary>
    private sealed record Work(long? Number, long? Released);
}
