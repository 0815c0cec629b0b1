using GeodeArchive.Io.Files;
using GeodeArchive.Simulation;

namespace GeodeArchive.Tests.Simulation;

public sealed class SimulatedClockTests
{
    [Fact]
    public void Wall_time_can_be_set_back_and_elapsed_time_cannot()
    {
        var clock = new SimulatedClock(SimulatedClock.DefaultStart);
        var start = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(5));
        clock.StepWallTime(TimeSpan.FromDays(-400));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(10), clock.GetElapsedTime(start));
        Assert.Equal(SimulatedClock.DefaultStart.AddSeconds(10).AddDays(-400), clock.GetUtcNow());
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void File_times_are_rounded_down_also_before_1970()
    {
        Assert.Equal(new FileTime(1, 500), new SimulatedClock(DateTimeOffset.UnixEpoch.AddTicks(TimeSpan.TicksPerSecond + 5)).FileTime);
        Assert.Equal(new FileTime(-1, 999_999_900), new SimulatedClock(DateTimeOffset.UnixEpoch.AddTicks(-1)).FileTime);
        Assert.Equal(new FileTime(-2, 0), new SimulatedClock(DateTimeOffset.UnixEpoch.AddSeconds(-2)).FileTime);
    }

    [Fact]
    public void Timers_are_refused() =>
        Assert.Throws<NotSupportedException>(() => new SimulatedClock(default).CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero));

    [Fact]
    public void Entropy_is_a_function_of_the_seed()
    {
        Assert.Equal(Bytes(seed: 1), Bytes(seed: 1));
        Assert.NotEqual(Bytes(seed: 1), Bytes(seed: 2));
        Assert.NotEqual(Bytes(seed: 1)[..16], Bytes(seed: 1)[16..32]);

        static byte[] Bytes(ulong seed)
        {
            var bytes = new byte[37];
            new SeededEntropy(seed).Fill(bytes);
            return bytes;
        }
    }

    [Fact]
    public void Random_numbers_stay_below_the_limit_and_reach_all()
    {
        var random = new SeededRandom(1);
        var seen = Enumerable.Range(0, 1000).Select(_ => random.Next(7)).ToHashSet();
        Assert.Equal(Enumerable.Range(0, 7), seen.Order());
        Assert.NotEqual(SeededRandom.Derive(1, "disk"), SeededRandom.Derive(1, "clock"));
        Assert.NotEqual(SeededRandom.Derive(1, "disk"), SeededRandom.Derive(2, "disk"));
    }
}
