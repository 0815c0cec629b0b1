using GeodeArchive.Format;
using GeodeArchive.Recovery;
using GeodeArchive.Recovery.Reading;
using GeodeArchive.Recovery.Seeking;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Recovery;

/// <summary>What the index finds is what reading everything finds, and what a list of the commits says.</summary>
public sealed class SeekTests
{
    private static readonly DatabaseId Database = new(new Id128(1, 2));

    [Fact]
    public void Every_target_on_random_histories_is_where_reading_everything_finds_it()
    {
        foreach (var seed in SimulationSeeds.Sweep(25))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var random = new SeededRandom(seed);
                var archive = LogArchive.Create(machine.Machine, new MemoryStore(), Database, 1 + random.Next(5));
                using var writer = new ArchiveWriter(archive, ArchiveWriter.NewTimeline(Database, 1));
                var clock = 1000L;
                writer.AddRandom(random, 120, ref clock);
                for (var i = 0; i < 60; i++)
                {
                    Compare(archive, writer.BaseAt(random.Next(40) - 1), RandomTarget(random, writer), seed);
                }
            });
        }
    }

    [Fact]
    public void Every_target_on_random_trees_of_timelines_is_where_reading_everything_finds_it()
    {
        foreach (var seed in SimulationSeeds.Sweep(25))
        {
            SimulatedMachine.Run(seed, machine =>
            {
                var random = new SeededRandom(seed);
                var archive = LogArchive.Create(machine.Machine, new MemoryStore(), Database, 1 + random.Next(4));
                var writers = new List<ArchiveWriter> { new(archive, ArchiveWriter.NewTimeline(Database, 1)) };
                var clock = 1000L;
                writers[0].AddRandom(random, 50, ref clock);
                for (var i = 0; i < 3; i++)
                {
                    var parent = writers[random.Next(writers.Count)];
                    var fork = parent.Commits[random.Next(parent.Commits.Count)];
                    var child = new ArchiveWriter(
                        archive, ArchiveWriter.NewTimeline(Database, (ulong)i + 2, parent.Timeline, fork.End), fork.Xid);
                    writers.Add(child);
                    var time = fork.Time;
                    child.AddRandom(random, 20, ref time);
                }

                for (var i = 0; i < 60; i++)
                {
                    var target = RandomTarget(random, writers[random.Next(writers.Count)]);
                    target = random.OneIn(2) ? target : target with { Timeline = writers[random.Next(writers.Count)].Timeline.TimelineId };
                    Compare(archive, writers[0].BaseAt(random.Next(20) - 1), target, seed);
                }

                writers.ForEach(writer => writer.Dispose());
            });
        }
    }

    [Theory]
    [InlineData(30, false, 2)]
    [InlineData(30, true, 1)]
    [InlineData(25, false, 1)]
    [InlineData(45, false, 2)]
    [InlineData(50, false, 4)]
    [InlineData(50, true, 2)]
    public void Time_stops_before_the_first_commit_that_exceeds_it(long time, bool isExclusive, int commit) => Run((archive, writer) =>
        Assert.Equal(
            writer.Commits[commit],
            new TargetResolver(archive).Resolve(writer.BaseAt(0), RecoveryTarget.AtTime(time) with { IsExclusive = isExclusive }).Stop));

    [Fact]
    public void Time_after_the_last_commit_needs_a_note_that_covers_it() => Run((archive, writer) =>
    {
        var target = RecoveryTarget.AtTime(70);
        var refusal = Assert.Throws<TargetUnreachableException>(() => new TargetResolver(archive).Resolve(writer.BaseAt(0), target));
        Assert.Equal(UnreachableReason.AfterEnd, refusal.Reason);
        Assert.Equal(writer.Commits[^1], refusal.Before);
        Assert.Contains("--target-latest", refusal.Hint, StringComparison.Ordinal);
        Cover(archive, writer, 69);
        Assert.Throws<TargetUnreachableException>(() => new TargetResolver(archive).Resolve(writer.BaseAt(0), target));
        Cover(archive, writer, 70);
        Assert.Equal(writer.Commits[^1], new TargetResolver(archive).Resolve(writer.BaseAt(0), target).Stop);
    });

    [Fact]
    public void Targets_before_the_base_and_transactions_that_are_not_there_are_refused_with_what_is_near() => Run((archive, writer) =>
    {
        var resolver = new TargetResolver(archive);
        var start = writer.BaseAt(1);
        foreach (var target in new[]
        {
            RecoveryTarget.AtTime(19),
            RecoveryTarget.AtXid(new Xid(1)),
            RecoveryTarget.AtLsn(new Lsn(start.Lsn.Value - 1)),
            RecoveryTarget.AtLsn(start.Lsn) with { IsExclusive = true },
        })
        {
            Assert.Equal(UnreachableReason.BeforeBase, Assert.Throws<TargetUnreachableException>(() => resolver.Resolve(start, target)).Reason);
        }

        var gap = Assert.Throws<TargetUnreachableException>(() => resolver.Resolve(start, RecoveryTarget.AtXid(new Xid(6))));
        Assert.Equal((UnreachableReason.NotFound, writer.Commits[4], writer.Commits[5]), (gap.Reason, gap.Before, gap.After));
        var after = Assert.Throws<TargetUnreachableException>(() => resolver.Resolve(start, RecoveryTarget.AtLsn(writer.End + 1)));
        Assert.Equal(UnreachableReason.AfterEnd, after.Reason);
        var name = Assert.Throws<TargetUnreachableException>(() => resolver.Resolve(start, RecoveryTarget.AtName("nowhere")));
        Assert.Equal(UnreachableReason.NotFound, name.Reason);
        Assert.Empty(resolver.Resolve(start, RecoveryTarget.Immediate).Path);
        Assert.Equal(start.Lsn, resolver.Resolve(start, RecoveryTarget.AtLsn(start.Lsn)).Stop.End);
        Assert.Equal(writer.Commits[^1], resolver.Resolve(start, RecoveryTarget.Latest).Stop);
    });

    [Fact]
    public void A_target_on_several_timelines_is_refused_and_they_are_named() => Run((archive, writer) =>
    {
        var fork = writer.Commits[2];
        using var child = new ArchiveWriter(archive, ArchiveWriter.NewTimeline(Database, 2, writer.Timeline, fork.End), fork.Xid);
        child.AddCommit(45);
        child.AddCommit(55);
        child.Ship();
        var resolver = new TargetResolver(archive);
        var refusal = Assert.Throws<TargetUnreachableException>(() => resolver.Resolve(writer.BaseAt(0), RecoveryTarget.AtTime(50)));
        Assert.Equal(UnreachableReason.Ambiguous, refusal.Reason);
        Assert.Equal(
            new[] { writer.Timeline.TimelineId, child.Timeline.TimelineId }.Order(), refusal.Branches.Select(branch => branch.Timeline).Order());
        Assert.Contains("--target-timeline", refusal.Hint, StringComparison.Ordinal);
        var chosen = resolver.Resolve(writer.BaseAt(0), RecoveryTarget.AtTime(50) with { Timeline = child.Timeline.TimelineId });
        Assert.Equal(child.Commits[0], chosen.Stop);
        Assert.Equal(
            [
                new LogStretch(writer.Timeline.TimelineId, writer.Commits[0].End, fork.End),
                new LogStretch(child.Timeline.TimelineId, fork.End, child.Commits[0].End),
            ],
            chosen.Path);

        // Before the fork both say the same.
        Assert.Equal(writer.Commits[1], resolver.Resolve(writer.BaseAt(0), RecoveryTarget.AtTime(20)).Stop);
    });

    [Fact]
    public void Damage_of_what_only_the_index_needs_is_noted_and_the_target_is_found_all_the_same() => Run((archive, writer) =>
    {
        var files = ((MemoryStore)archive.Store).Files;
        var newest = files.Keys.Last(key => key.Contains("/0000", StringComparison.Ordinal));
        files[newest] = files[newest][..^1];
        var resolved = new TargetResolver(archive).Resolve(writer.BaseAt(0), RecoveryTarget.AtTime(25));
        Assert.Equal(writer.Commits[1], resolved.Stop);
        Assert.Contains(newest, Assert.Single(resolved.Notes), StringComparison.Ordinal);
    });

    private static void Run(Action<LogArchive, ArchiveWriter> test) => SimulatedMachine.Run(1, machine =>
    {
        var archive = LogArchive.Create(machine.Machine, new MemoryStore(), Database, 2);
        using var writer = new ArchiveWriter(archive, ArchiveWriter.NewTimeline(Database, 1));
        foreach (var (time, step) in new[] { (10L, 1), (20L, 1), (30L, 1), (50L, 1), (40L, 1), (60L, 2) })
        {
            writer.Add(LogRecordType.RedoFirst, new byte[20]);
            writer.AddCommit(time, step);
            writer.Ship();
        }

        test(archive, writer);
    });

    private static void Cover(LogArchive archive, ArchiveWriter writer, long time)
    {
        var note = new LogCovered { DatabaseId = Database, TimelineId = writer.Timeline.TimelineId, Lsn = writer.End, Time = time };
        var bytes = new byte[LogCovered.Size];
        note.Encode(bytes);
        archive.Store.PutIfAbsent(LogArchiveNames.Covered(note.TimelineId, note.Lsn, note.Time), bytes);
    }

    private static RecoveryTarget RandomTarget(SeededRandom random, ArchiveWriter writer)
    {
        var commit = writer.Commits[random.Next(writer.Commits.Count)];
        var target = random.Next(5) switch
        {
            0 => RecoveryTarget.AtTime(commit.Time + random.Next(3) - 1),
            1 => RecoveryTarget.AtXid(new Xid(commit.Xid.Value + (ulong)random.Next(2))),
            2 => RecoveryTarget.AtLsn(new Lsn(commit.End.Value + (ulong)random.Next(3) - 1)),
            3 when writer.Points.Count > 0 => RecoveryTarget.AtName(writer.Points.Keys.ElementAt(random.Next(writer.Points.Count))),
            _ => RecoveryTarget.Latest,
        };
        return target with { IsExclusive = random.OneIn(3) };
    }

    /// <summary>Both ways to find a target agree; where a single timeline is all there is, the list of its commits does as well.</summary>
    private static void Compare(LogArchive archive, RecoveryBase start, RecoveryTarget target, ulong seed)
    {
        var (indexed, found) = Outcome(archive, start, target, usesIndex: true);
        var (read, _) = Outcome(archive, start, target, usesIndex: false);
        if (target.Kind == RecoveryTargetKind.Name && found?.Stop.End == start.Lsn && !target.IsExclusive)
        {
            // The base is the recovery point itself: its name is before what is read.
            return;
        }

        // Reading from the base on cannot tell a name before the base from none.
        if (target.Kind == RecoveryTargetKind.Name)
        {
            indexed = indexed.Replace(nameof(UnreachableReason.BeforeBase), nameof(UnreachableReason.NotFound), StringComparison.Ordinal);
        }

        Assert.True(indexed == read, $"seed {seed}, base {start}, {target}:\n{indexed}\n{read}");
        if (found is not null)
        {
            ReadTo(archive, found, start);
        }
    }

    private static void ReadTo(LogArchive archive, ResolvedTarget found, RecoveryBase start)
    {
        using var reader = new ArchivedLogReader(archive, found.Path);
        var end = start.Lsn;
        while (reader.TryRead(out var record))
        {
            end = record.End;
        }

        Assert.Equal(Lsn.Max(found.Stop.End, start.Lsn), end);
    }

    private static (string Text, ResolvedTarget? Found) Outcome(LogArchive archive, RecoveryBase start, RecoveryTarget target, bool usesIndex)
    {
        try
        {
            var found = new TargetResolver(archive, usesIndex).Resolve(start, target);
            Assert.Empty(found.Notes);
            return ($"{found.Timeline} {found.Stop} {string.Join(", ", found.Path)}", found);
        }
        catch (TargetUnreachableException refusal)
        {
            var branches = string.Join(", ", refusal.Branches);
            var near = target.Kind == RecoveryTargetKind.Name ? null : $"{refusal.Before} {refusal.After}";
            return ($"{refusal.Reason} {near} {branches}", null);
        }
    }
}
