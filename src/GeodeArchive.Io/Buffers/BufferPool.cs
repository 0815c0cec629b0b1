using GeodeArchive.Io.Scheduling;

namespace GeodeArchive.Io.Buffers;

/// <summary>
/// A fixed number of equally long aligned buffers: <see cref="Rent"/> blocks while all are out, so that a pipeline's memory is
/// bounded by its pools and a slow stage holds up the ones before it. Memory is taken from the system when a buffer is first needed.
/// </summary>
public sealed class BufferPool : IDisposable
{
    private readonly IGate _gate;
    private readonly Stack<AlignedBuffer> _free = new();
    private readonly HashSet<AlignedBuffer> _rented = [];
    private Exception? _failure;
    private bool _isDisposed;

    /// <summary>Makes a pool of at most <paramref name="count"/> buffers of <paramref name="bufferLength"/> bytes.</summary>
    public BufferPool(IScheduler scheduler, int count, int bufferLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferLength);
        _gate = scheduler.CreateGate();
        Count = count;
        BufferLength = bufferLength;
    }

    /// <summary>Buffers in all.</summary>
    public int Count { get; }

    /// <summary>Length of each, in bytes.</summary>
    public int BufferLength { get; }

    /// <summary>Buffers that are out now. Not 0 at the end of a run means that a stage lost one.</summary>
    public int RentedCount
    {
        get
        {
            _gate.Enter();
            try
            {
                return _rented.Count;
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    /// <summary>Takes a buffer, with whatever its last user left in it; blocks while all are out.</summary>
    /// <exception cref="QueueFailedException"><see cref="Fail"/> was called.</exception>
    public AlignedBuffer Rent()
    {
        _gate.Enter();
        try
        {
            while (true)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                QueueFailedException.ThrowIf(_failure);
                if (_free.Count > 0 || _rented.Count < Count)
                {
                    var buffer = _free.TryPop(out var free) ? free : new AlignedBuffer(BufferLength);
                    _rented.Add(buffer);
                    return buffer;
                }

                _gate.Wait();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Gives a buffer back. The caller's spans over it are no longer his.</summary>
    /// <exception cref="InvalidOperationException">The buffer is not out: it was returned before, or is another pool's.</exception>
    public void Return(AlignedBuffer buffer)
    {
        _gate.Enter();
        try
        {
            if (!_rented.Remove(buffer))
            {
                throw new InvalidOperationException("The buffer was returned twice, or belongs to another pool.");
            }

            // After Dispose it has been freed already.
            if (!_isDisposed)
            {
                _free.Push(buffer);
                _gate.PulseAll();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Ends the waiting: every <see cref="Rent"/>, now and later, throws. Buffers can still be returned.</summary>
    public void Fail(Exception failure)
    {
        _gate.Enter();
        try
        {
            _failure ??= failure;
            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>
    /// Frees all buffers, also those that a failed stage never returned. Call it when every worker that uses the pool has ended.
    /// </summary>
    public void Dispose()
    {
        _gate.Enter();
        try
        {
            _isDisposed = true;
            foreach (var buffer in _free.Concat(_rented))
            {
                buffer.Dispose();
            }

            _free.Clear();

            _gate.PulseAll();
        }
        finally
        {
            _gate.Exit();
        }
    }
}
