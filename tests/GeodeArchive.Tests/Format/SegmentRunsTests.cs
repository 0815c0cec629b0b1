using FsCheck;
using FsCheck.Fluent;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Sets of segment numbers as runs against plain sets.</summary>
public sealed class SegmentRunsTests
{
    private static readonly Gen<uint[]> Numbers =
        from start in Gen.Elements(1u, 100u, uint.MaxValue - 39)
        from size in Gen.Choose(0, 40)
        from numbers in Gen.ArrayOf(Gen.Choose(0, 39), size)
        select numbers.Select(number => start + (uint)number).ToArray();

    [Fact]
    public void A_set_of_runs_holds_what_it_was_made_of() => Properties.Check(Numbers, 500, numbers =>
    {
        SortedSet<uint> model = [.. numbers];
        SegmentRuns runs = RunsOf(numbers);
        Assert.Equal(model, runs.Select(number => number.Value));
        Assert.Equal(model.Count, runs.Count);
        foreach (uint number in numbers.SelectMany(number => new[] { number - 1, number, unchecked(number + 1) }))
        {
            Assert.Equal(model.Contains(number), runs.Contains(new SegmentNumber(number)));
        }

        for (int i = 1; i < runs.Runs.Length; i++)
        {
            Assert.True(runs.Runs[i].First.Value > runs.Runs[i - 1].Last.Value + 1L, "runs touch each other");
        }
    });

    [Fact]
    public void A_union_holds_what_either_holds() => Properties.Check(
        from left in Numbers
        from right in Numbers
        select (left, right),
        500,
        pair =>
        {
            SegmentRuns union = RunsOf(pair.left).Union(RunsOf(pair.right));
            Assert.Equal(RunsOf([.. pair.left, .. pair.right]), union);
            Assert.Equal(new SortedSet<uint>(pair.left.Concat(pair.right)), union.Select(number => number.Value));
        });

    [Fact]
    public void Runs_are_as_the_specification_says()
    {
        BackupAddRecord backup = Samples.FullBackup with { Segments = RunsOf([1, 2, 3, 7, 200]) };
        FormatWriter writer = new();
        ManifestRecords.Encode(writer, backup);
        Assert.Equal("03" + "0103" + "0401" + "c10101", Convert.ToHexStringLower(writer.WrittenSpan[^8..]));
    }

    [Fact]
    public void There_is_no_segment_0() => Assert.Throws<ArgumentException>(() => RunsOf([0, 1]));

    [Fact]
    public void Text_names_runs() => Assert.Equal("1-3, 7", RunsOf([7, 1, 2, 3]).ToString());

    private static SegmentRuns RunsOf(IEnumerable<uint> numbers) => SegmentRuns.From(numbers.Select(number => new SegmentNumber(number)));
}
