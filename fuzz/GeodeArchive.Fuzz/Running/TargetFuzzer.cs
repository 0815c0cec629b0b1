using System.Diagnostics;
using GeodeArchive.Format;
using GeodeArchive.Fuzz.Mutating;
using GeodeArchive.Fuzz.Targets;
using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;

namespace GeodeArchive.Fuzz.Running;

/// <summary>
/// Fuzzes one target. Inputs that make something happen which did not happen before are kept and changed further: the reasons
/// for refusals stand in for coverage. With a number of executions the run is a function of the seed.
/// </summary>
public sealed class TargetFuzzer
{
    private const int KeptMax = 512;
    private const int UnrepairedOneIn = 8;
    private const int SizeMaxLeast = 4096;

    private readonly FuzzTarget _target;
    private readonly SeededRandom _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _kept;
    private readonly HashSet<string> _outcomes = [];
    private readonly int _sampleCount;
    private long _acceptedCount;
    private long _runningSince;
    private byte[] _running = [];

    /// <summary>Prepares to fuzz.</summary>
    /// <param name="target">The target.</param>
    /// <param name="seed">The seed of the whole run; what other targets draw changes nothing here.</param>
    public TargetFuzzer(FuzzTarget target, ulong seed)
    {
        _target = target;
        _random = new SeededRandom(SeededRandom.Derive(seed, target.Name));
        _kept = [.. target.MakeSamples()];
        _sampleCount = _kept.Count;
        var sizeMax = Math.Max(SizeMaxLeast, 2 * _kept.Max(sample => sample.Length));
        _mutator = new Mutator(_random, target.Fields, sizeMax);
    }

    /// <summary>How many inputs were run.</summary>
    public long ExecutionCount { get; private set; }

    /// <summary>How long the input takes that is being run now; may be asked by any thread.</summary>
    public TimeSpan CurrentDuration
    {
        get
        {
            var since = Volatile.Read(ref _runningSince);
            return since == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(since);
        }
    }

    /// <summary>What a target that hangs was given.</summary>
    public FuzzFinding Hang() => new(
        _target.Name, _running, ExecutionCount, $"takes more than {_target.TimeMax.TotalSeconds} s");

    /// <summary>Runs samples, then changed inputs, until something is found or it is enough.</summary>
    /// <param name="executionCount">How many inputs; null: as many as <paramref name="duration"/> allows, and the target's
    /// least.</param>
    /// <param name="duration">How long.</param>
    public TargetResult Run(long? executionCount, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        FuzzFinding? finding = null;
        while (finding is null && IsToGoOn(executionCount, duration, start))
        {
            var input = NextInput();
            finding = TryRun(input, out var outcome);
            if (finding is null && _outcomes.Add(outcome) && ExecutionCount >= _sampleCount && _kept.Count < KeptMax)
            {
                _kept.Add(input);
            }

            ExecutionCount++;
        }

        var passed = finding is not null == _target.IsCanary;
        return new TargetResult(
            _target.Name, ExecutionCount, _acceptedCount, _outcomes.Count, Stopwatch.GetElapsedTime(start), finding, passed);
    }

    /// <summary>Runs one input.</summary>
    /// <param name="input">The input; not changed.</param>
    /// <param name="outcome">What happened, without the numbers in it.</param>
    /// <returns>What is wrong with what happened, or null.</returns>
    public FuzzFinding? TryRun(byte[] input, out string outcome)
    {
        outcome = "accepted";
        var copy = (byte[])input.Clone();
        _running = input;
        Volatile.Write(ref _runningSince, Stopwatch.GetTimestamp());
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var isAccepted = _target.Run(copy);
            _acceptedCount += isAccepted ? 1 : 0;
            outcome = isAccepted ? outcome : "refused";
            if (!isAccepted && ExecutionCount < _sampleCount)
            {
                return Found(input, "a sample that must be accepted is refused");
            }
        }
        catch (Exception failure) when (_target.IsRefusal(failure))
        {
            outcome = OutcomeOf(failure);
            if (ExecutionCount < _sampleCount)
            {
                return Found(input, $"a sample that must be accepted is refused: {failure.Message}");
            }
        }
        catch (Exception failure)
        {
            return Found(input, failure.ToString());
        }
        finally
        {
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Volatile.Write(ref _runningSince, 0);
        }

        var allocationMax = _target.AllocationMax + ((long)_target.AllocationPerByteMax * input.Length);
        return allocated <= allocationMax ? null : Found(input, $"takes {allocated} bytes of memory for {input.Length} bytes of input");
    }

    private FuzzFinding Found(byte[] input, string reason) => new(_target.Name, input, ExecutionCount, reason);

    private bool IsToGoOn(long? executionCount, TimeSpan duration, long start) => executionCount is { } count
        ? ExecutionCount < (_target.IsCanary ? Math.Max(count, _target.ExecutionsMin) : count)
        : ExecutionCount < _target.ExecutionsMin || Stopwatch.GetElapsedTime(start) < duration;

    private byte[] NextInput()
    {
        if (ExecutionCount < _sampleCount)
        {
            return _kept[(int)ExecutionCount];
        }

        var input = _mutator.Mutate(_kept[_random.Next(_kept.Count)], _kept[_random.Next(_kept.Count)]);
        return _target.Repair is null || _random.OneIn(UnrepairedOneIn) ? input : _target.Repair(input, _random);
    }

    private static string OutcomeOf(Exception failure)
    {
        var text = failure switch
        {
            ArchiveFormatException refusal => $"{FormatErrorNames.Name(refusal.Error)} {refusal.Structure} {refusal.Detail}",
            FileException refusal => refusal.Error.ToString(),
            _ => failure.Message,
        };
        return string.Concat(text.Where(letter => !char.IsAsciiHexDigit(letter)));
    }
}
