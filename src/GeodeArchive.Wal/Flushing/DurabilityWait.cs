using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using GeodeArchive.Format;

namespace GeodeArchive.Wal.Flushing;

/// <summary>
/// Somebody who awaits durability; used again and again. What he does then runs elsewhere, not on the worker that flushes.
/// </summary>
internal sealed class DurabilityWait : IValueTaskSource
{
    private readonly ConcurrentQueue<DurabilityWait> _idle;
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    /// <param name="idle">Where it goes when its answer was taken.</param>
    public DurabilityWait(ConcurrentQueue<DurabilityWait> idle) => _idle = idle;

    /// <summary>What must be durable.</summary>
    public Lsn Lsn { get; private set; }

    public ValueTask Start(Lsn lsn)
    {
        Lsn = lsn;
        return new ValueTask(this, _core.Version);
    }

    public void Complete(Exception? failure)
    {
        if (failure is null)
        {
            _core.SetResult(true);
        }
        else
        {
            _core.SetException(failure);
        }
    }

    public void GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            _idle.Enqueue(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
