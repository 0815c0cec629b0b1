using System.Collections;
using System.Collections.Immutable;

namespace GeodeArchive.Format;

/// <summary>
/// A set of segment numbers as ascending runs that do not touch each other. Immutable; equal if the numbers are. Memory follows the runs.
/// </summary>
public sealed class SegmentRuns : IReadOnlyCollection<SegmentNumber>, IEquatable<SegmentRuns>
{
    // A run takes at least two bytes, so that a count of runs cannot ask for more memory than a small multiple of its bytes.
    private const int RunSizeLeast = 2;

    private SegmentRuns(ImmutableArray<SegmentRun> runs)
    {
        Runs = runs;
        foreach (SegmentRun run in runs)
        {
            LongCount += run.Count;
        }
    }

    /// <summary>No numbers.</summary>
    public static SegmentRuns Empty { get; } = new([]);

    /// <summary>The runs, ascending.</summary>
    public ImmutableArray<SegmentRun> Runs { get; }

    /// <summary>How many numbers.</summary>
    public long LongCount { get; }

    /// <inheritdoc/>
    public int Count => checked((int)LongCount);

    /// <summary>The set of <paramref name="numbers"/>, in any order, repeated or not.</summary>
    /// <exception cref="ArgumentException">A number is 0.</exception>
    public static SegmentRuns From(IEnumerable<SegmentNumber> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        List<SegmentNumber> sorted = [.. numbers];
        sorted.Sort();
        ImmutableArray<SegmentRun>.Builder runs = ImmutableArray.CreateBuilder<SegmentRun>();
        foreach (SegmentNumber number in sorted)
        {
            Append(runs, new SegmentRun(number, number));
        }

        if (runs.Count > 0 && runs[0].First.Value == 0)
        {
            throw new ArgumentException("segment numbers start at 1", nameof(numbers));
        }

        return new SegmentRuns(runs.DrainToImmutable());
    }

    /// <summary>Whether <paramref name="number"/> is in the set.</summary>
    public bool Contains(SegmentNumber number)
    {
        int low = 0;
        int high = Runs.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (Runs[middle].Last < number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < Runs.Length && Runs[low].First <= number;
    }

    /// <summary>The numbers of both sets.</summary>
    public SegmentRuns Union(SegmentRuns other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ImmutableArray<SegmentRun>.Builder runs = ImmutableArray.CreateBuilder<SegmentRun>();
        int mine = 0;
        int others = 0;
        while (mine < Runs.Length || others < other.Runs.Length)
        {
            bool takeMine = others == other.Runs.Length || (mine < Runs.Length && Runs[mine].First <= other.Runs[others].First);
            Append(runs, takeMine ? Runs[mine++] : other.Runs[others++]);
        }

        return new SegmentRuns(runs.DrainToImmutable());
    }

    /// <summary>The numbers, ascending.</summary>
    public IEnumerator<SegmentNumber> GetEnumerator()
    {
        foreach (SegmentRun run in Runs)
        {
            for (long number = run.First.Value; number <= run.Last.Value; number++)
            {
                yield return new SegmentNumber((uint)number);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(SegmentRuns? other) => other is not null && Runs.AsSpan().SequenceEqual(other.Runs.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SegmentRuns);

    /// <inheritdoc/>
    public override int GetHashCode() => Runs.IsEmpty ? 0 : HashCode.Combine(Runs.Length, Runs[0], Runs[^1]);

    /// <summary>Such as <c>1-7, 9</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Runs.Select(run => run.First == run.Last ? $"{run.First}" : $"{run.First}-{run.Last}"));

    internal static SegmentRuns Read(ref FormatReader reader)
    {
        long count = reader.ReadCount("run_count");
        if (count > reader.Remaining / RunSizeLeast)
        {
            reader.Fail(FormatError.Truncated, "run_count is beyond the record");
        }

        ImmutableArray<SegmentRun>.Builder runs = ImmutableArray.CreateBuilder<SegmentRun>((int)count);
        long end = 0;
        for (int i = 0; i < (int)count; i++)
        {
            // A run that touches the one before it would be the same run.
            long first = end + reader.ReadRange("gap", i == 0 ? 1 : 2, uint.MaxValue);
            long length = reader.ReadRange("length of a run", 1, uint.MaxValue);
            end = first + length - 1;
            if (end > uint.MaxValue)
            {
                reader.Fail(FormatError.BadValue, "a run ends beyond the last segment number");
            }

            runs.Add(new SegmentRun(new SegmentNumber((uint)first), new SegmentNumber((uint)end)));
        }

        return count == 0 ? Empty : new SegmentRuns(runs.MoveToImmutable());
    }

    internal void Write(FormatWriter writer)
    {
        writer.WriteCount(Runs.Length);
        long end = 0;
        foreach (SegmentRun run in Runs)
        {
            writer.WriteCount(run.First.Value - end);
            writer.WriteCount(run.Count);
            end = run.Last.Value;
        }
    }

    /// <summary>Adds a run that starts at or after the first of the last one.</summary>
    private static void Append(ImmutableArray<SegmentRun>.Builder runs, SegmentRun run)
    {
        if (runs.Count > 0 && run.First.Value <= runs[^1].Last.Value + 1L)
        {
            SegmentRun last = runs[^1];
            runs[^1] = last with { Last = last.Last > run.Last ? last.Last : run.Last };
            return;
        }

        runs.Add(run);
    }
}
