using System.Collections.Concurrent;

namespace GeodeArchive.Wal.Flushing;

/// <summary>
/// Answers many who await in one go, on a worker that is not the log's: from there each goes on by himself, at little cost. Used again and
/// again.
/// </summary>
internal sealed class DurabilityAnswers
{
    private readonly ConcurrentQueue<DurabilityAnswers> _idle;
    private readonly List<DurabilityWait> _waits = [];
    private readonly Action _complete;
    private Exception? _failure;

    /// <param name="idle">Where it goes when all are answered.</param>
    public DurabilityAnswers(ConcurrentQueue<DurabilityAnswers> idle)
    {
        _idle = idle;
        _complete = Run;
    }

    public void Add(DurabilityWait wait) => _waits.Add(wait);

    /// <summary>What answers all.</summary>
    /// <param name="failure">The answer, if it is a bad one.</param>
    public Action Complete(Exception? failure)
    {
        _failure = failure;
        return _complete;
    }

    private void Run()
    {
        foreach (var wait in _waits)
        {
            wait.Complete(_failure);
        }

        _waits.Clear();
        _idle.Enqueue(this);
    }
}
