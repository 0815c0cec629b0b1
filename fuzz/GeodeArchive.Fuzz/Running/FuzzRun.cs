using System.Diagnostics;
using GeodeArchive.Fuzz.Targets;

namespace GeodeArchive.Fuzz.Running;

/// <summary>
/// Fuzzes targets, several at once, each on a thread of its own that is watched: one that hangs is given up, and is a finding.
/// Results come as they are ready.
/// </summary>
public sealed class FuzzRun
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(20);

    private readonly FuzzOptions _options;
    private readonly Action<TargetResult> _onResult;
    private readonly Lock _lock = new();
    private readonly Queue<FuzzTarget> _waiting;
    private readonly TimeSpan _duration;

    /// <summary>Prepares a run.</summary>
    /// <param name="targets">What is fuzzed.</param>
    /// <param name="options">How.</param>
    /// <param name="onResult">Is given each result, one at a time.</param>
    public FuzzRun(IReadOnlyCollection<FuzzTarget> targets, FuzzOptions options, Action<TargetResult> onResult)
    {
        _options = options;
        _onResult = onResult;
        _waiting = new Queue<FuzzTarget>(targets);
        _duration = options.Duration * options.WorkerCount / Math.Max(1, targets.Count);
    }

    /// <summary>Runs to the end.</summary>
    public void Run()
    {
        var watchers = Enumerable.Range(0, _options.WorkerCount).Select(_ => new Thread(RunWaiting)).ToList();
        watchers.ForEach(watcher => watcher.Start());
        watchers.ForEach(watcher => watcher.Join());
    }

    private void RunWaiting()
    {
        while (TryTake(out var target))
        {
            var result = Watch(target);
            lock (_lock)
            {
                _onResult(result);
            }
        }
    }

    private bool TryTake(out FuzzTarget target)
    {
        lock (_lock)
        {
            return _waiting.TryDequeue(out target!);
        }
    }

    private TargetResult Watch(FuzzTarget target)
    {
        var start = Stopwatch.GetTimestamp();
        TargetFuzzer? fuzzer = null;
        TargetResult? result = null;

        // In the background: the program can end while a target that was given up still runs.
        var worker = new Thread(() =>
        {
            try
            {
                var made = new TargetFuzzer(target, _options.Seed);
                Volatile.Write(ref fuzzer, made);
                Volatile.Write(ref result, made.Run(_options.ExecutionCount, _duration));
            }
            catch (Exception failure)
            {
                var finding = new FuzzFinding(target.Name, [], 0, $"its samples cannot be made: {failure}");
                Volatile.Write(ref result, new TargetResult(target.Name, 0, 0, 0, Stopwatch.GetElapsedTime(start), finding, Passed: false));
            }
        }) { IsBackground = true };
        worker.Start();
        while (!worker.Join(WatchInterval))
        {
            if (Volatile.Read(ref fuzzer) is { } running && running.CurrentDuration > target.TimeMax)
            {
                return new TargetResult(
                    target.Name, running.ExecutionCount, 0, 0, Stopwatch.GetElapsedTime(start), running.Hang(), target.IsCanary);
            }
        }

        return Volatile.Read(ref result)!;
    }
}
