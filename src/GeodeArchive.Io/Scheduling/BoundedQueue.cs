using System.Diagnostics.CodeAnalysis;

namespace GeodeArchive.Io.Scheduling;

/// <summary>
/// A first-in-first-out queue between the stages of a pipeline: a full one holds up its producers, an empty one its consumers.
/// Any number of workers on both sides.
/// </summary>
/// <typeparam name="T">What is handed over. Whoever takes an item owns it.</typeparam>
public sealed class BoundedQueue<T>
{
    private readonly IGate _gate;
    private readonly T[] _ring;
    private int _first;
    private int _count;
    private bool _isComplete;
    private Exception? _failure;

    /// <summary>Makes a queue of at most <paramref name="capacity"/> items.</summary>
    public BoundedQueue(IScheduler scheduler, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _gate = scheduler.CreateGate();
        _ring = new T[capacity];
    }

    /// <summary>The most items it holds.</summary>
    public int Capacity => _ring.Length;

    /// <summary>Items in it now.</summary>
    public int Count
    {
        get
        {
            _gate.Enter();
            try
            {
                return _count;
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>Adds an item at the end; blocks while the queue is full.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Complete"/> was called.</exception>
    /// <exception cref="QueueFailedException"><see cref="Fail"/> was called; the item was not added.</exception>
    public void Add(T item)
    {
        _gate.Enter();
        try
        {
            AddInside(item);
            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Adds items at the end, in their order, and wakes those who wait once; blocks while the queue is full.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Complete"/> was called.</exception>
    /// <exception cref="QueueFailedException"><see cref="Fail"/> was called; the first of them may have been added.</exception>
    public void AddRange(List<T> items)
    {
        _gate.Enter();
        try
        {
            foreach (var item in items)
            {
                AddInside(item);
            }

            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>
    /// Takes the oldest item; blocks while the queue is empty and not complete. False: empty and complete, nothing will come.
    /// </summary>
    /// <exception cref="QueueFailedException"><see cref="Fail"/> was called, even if there are items left.</exception>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        _gate.Enter();
        try
        {
            while (true)
            {
                QueueFailedException.ThrowIf(_failure);
                if (_count > 0)
                {
                    item = RemoveFirst();
                    _gate.PulseAll();
                    return true;
                }

                if (_isComplete)
                {
                    item = default;
                    return false;
                }

                _gate.Wait();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Says that nothing more will be added. What is in the queue can still be taken. Saying it again changes nothing.</summary>
    public void Complete()
    {
        _gate.Enter();
        try
        {
            _isComplete = true;
            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>
    /// Ends the queue because of a failure: every call, waiting or later, throws <see cref="QueueFailedException"/> with the first
    /// <paramref name="failure"/> as cause.
    /// </summary>
    /// <param name="failure">The cause.</param>
    /// <returns>What was in the queue, oldest first: the caller owns it now. Empty from the second call on.</returns>
    public IReadOnlyList<T> Fail(Exception failure)
    {
        _gate.Enter();
        try
        {
            _failure ??= failure;
            var left = new List<T>(_count);
            while (_count > 0)
            {
                left.Add(RemoveFirst());
            }

            _gate.PulseAll();
            return left;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private T RemoveFirst()
    {
        var item = _ring[_first];
        _ring[_first] = default!;
        _first = (_first + 1) % _ring.Length;
        _count--;
        return item;
    }

    private void AddInside(T item)
    {
        while (true)
        {
            QueueFailedException.ThrowIf(_failure);
            if (_isComplete)
            {
                throw new InvalidOperationException("The queue was completed: nothing can be added.");
            }

            if (_count < _ring.Length)
            {
                break;
            }

            // Of what is in it, who waits for items may not know yet.
            _gate.PulseAll();
            _gate.Wait();
        }

        _ring[(_first + _count) % _ring.Length] = item;
        _count++;
    }
}
